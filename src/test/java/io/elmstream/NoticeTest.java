package io.elmstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.support.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Holds NOTICE against the bill of materials that the build makes of the dependencies. */
class NoticeTest {

    private static final GoldenFile NOTICE = new GoldenFile("NOTICE", NoticeTest.class, "");

    private static final Path BILL = Path.of("target/elmstream-bom.json");

    /** What a POM says less precisely than the licence file in the jar's sources. */
    private static final Map<String, String> PRECISE = Map.of("org.jline", "BSD-3-Clause");

    private static final String HEAD = """
            Elmstream
            Licensed under the Apache License, Version 2.0; see LICENSE.

            The samples in src/main/resources/samples are under CC BY 4.0; their README names the source.

            Libraries that ship with Elmstream, with the licence each declares:

            """;

    @Test
    void shouldNameTheLicenceOfEveryLibraryThatShips() throws IOException {
        NOTICE.shouldBe(HEAD + shipped().stream().map(NoticeTest::line).collect(Collectors.joining()));
    }

    @Test
    void shouldShipNeitherABrokerNorASecondHttpStack() throws IOException {
        assertThat(shipped()).isNotEmpty().noneMatch(library -> {
            String group = library.path("group").asText();
            String name = library.path("name").asText();
            return group.startsWith("io.vertx")
                    || group.startsWith("org.scala-lang")
                    || name.startsWith("kafka-server");
        });
    }

    private static List<JsonNode> shipped() throws IOException {
        assumeTrue(Files.exists(BILL), "the build makes " + BILL + " only where Maven is online");
        JsonNode bill = new ObjectMapper().readTree(BILL.toFile());
        return StreamSupport.stream(bill.path("components").spliterator(), false)
                .sorted((a, b) -> coordinates(a).compareTo(coordinates(b)))
                .toList();
    }

    private static String coordinates(JsonNode library) {
        return library.path("group").asText() + ":" + library.path("name").asText();
    }

    private static String line(JsonNode library) {
        String declared = StreamSupport.stream(library.path("licenses").spliterator(), false)
                .map(entry -> entry.path("license"))
                .map(licence -> licence.has("id")
                        ? licence.path("id").asText()
                        : licence.path("name").asText())
                .collect(Collectors.joining(" or "));
        String licence = PRECISE.getOrDefault(library.path("group").asText(), declared);
        assertThat(licence)
                .describedAs("the licence of %s", coordinates(library))
                .isNotBlank();
        return "  %s %s: %s\n"
                .formatted(coordinates(library), library.path("version").asText(), licence);
    }
}
