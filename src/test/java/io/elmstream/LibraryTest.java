package io.elmstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What a project that depends on Elmstream inherits from its POM. */
class LibraryTest {

    @Test
    void shouldBringNoBrokerRegistryCommandLineOrLoggingBackEnd() throws Exception {
        // When
        Stream<String> inherited = named("not(optional) and not(scope)");

        // Then
        assertThat(inherited)
                .containsExactlyInAnyOrder(
                        "kafka-streams",
                        "kafka-clients",
                        "kafka-streams-test-utils",
                        "ejml-ddense",
                        "avro",
                        "jackson-annotations",
                        "jackson-core",
                        "jackson-databind",
                        "jackson-dataformat-yaml",
                        "fastcsv",
                        "caffeine",
                        "compiler",
                        "protobuf-java",
                        "slf4j-api",
                        "opentelemetry-api",
                        "jspecify");
    }

    @Test
    void shouldKeepTheBrokerAndWhatBenchmarksCompareToTheSourceFolder() throws Exception {
        // When
        Stream<String> provided = named("scope = 'provided'");

        // Then
        assertThat(provided)
                .containsExactlyInAnyOrder(
                        "kafka_2.13",
                        "kafka-server",
                        "kafka-server-common",
                        "kafka-metadata",
                        "kafka-raft",
                        "opentelemetry-sdk-testing",
                        "runtime",
                        "commons-jexl3");
    }

    /** The direct dependencies for which an XPath condition holds. */
    private static Stream<String> named(String condition) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
        NodeList names = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/project/dependencies/dependency[%s]/artifactId".formatted(condition),
                        pom,
                        XPathConstants.NODESET);
        return IntStream.range(0, names.getLength()).mapToObj(i -> names.item(i).getTextContent());
    }
}
