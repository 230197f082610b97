package io.elmstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.app.BuildInfo;
import io.elmstream.cli.CommandCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the pages for strangers to what there is: their commands can be called, and their links lead somewhere. */
class ReadmeTest {

    private static final Pattern COMMAND = Pattern.compile("^\\./elmstream (.+)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FENCED = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final int WIDEST = 140;
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)");

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            List<Path> markdown =
                    docs.filter(file -> file.toString().endsWith(".md")).toList();
            return Stream.concat(
                    Stream.of(
                            Path.of("README.md"),
                            Path.of("CONTRIBUTING.md"),
                            Path.of("CHANGELOG.md"),
                            Path.of("VERSIONING.md"),
                            Path.of("topology/README.md")),
                    markdown.stream());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldOnlyShowCommandsThatCanBeCalled(Path page) {
        Matcher commands = COMMAND.matcher(read(page));
        while (commands.find()) {
            String[] words = commands.group(1).split(" ");
            assertThat(CommandCheck.problem(words))
                    .as(page + ": ./elmstream " + commands.group(1))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldOnlyLinkToFilesThatAreThere(Path page) {
        Matcher links = LINK.matcher(read(page));
        Path folder = page.toAbsolutePath().getParent();
        while (links.find()) {
            assertThat(folder.resolve(links.group(1)))
                    .as(page + " links to " + links.group(1))
                    .exists();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldOnlyShowCodeThatTestsRun(Path page) {
        List<String> tests = Stream.of(
                        "src/test/java/io/elmstream/ApiExamplesTest.java",
                        "src/it/consumer/src/test/java/com/example/boiler/BoilerTest.java")
                .map(test -> withoutSpace(read(Path.of(test))))
                .toList();
        CODE.matcher(read(page))
                .results()
                .flatMap(block -> Stream.of(block.group(1).split("// \\.\\.\\.\n")))
                .forEach(code -> assertThat(tests)
                        .as("%s shows code that is in none of the tests:%n%s", page, code)
                        .anyMatch(test -> test.contains(withoutSpace(code))));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldWrapProse(Path page) {
        // Given: the descriptions of commands are generated in one line, and code and tables cannot be wrapped
        String prose =
                page.endsWith("commands.md") ? "" : FENCED.matcher(read(page)).replaceAll("");

        // When, then
        assertThat(prose.lines().filter(line -> !line.startsWith("|") && line.length() > WIDEST))
                .as("lines of %s with more than %d characters", page, WIDEST)
                .isEmpty();
    }

    @Test
    void shouldNameTheVersionThatIsBuilt() {
        String version = BuildInfo.version();

        assertThat(read(Path.of("README.md"))).contains("`io.elmstream:elmstream:" + version + "`");
        assertThat(withoutSpace(read(Path.of("src/it/consumer/pom.xml"))))
                .contains("<artifactId>elmstream</artifactId><version>" + version + "</version>");
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
