package io.elmstream.readings;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.wire.SchemaId;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TopicSchemaIdsTest {

    private final TopicSchemaIds ids = new TopicSchemaIds(MappingParser.parse("readings", """
            {"own": {"format": "elmstream"}, "text": {"format": "json"}, "any": {"format": "avro", "ids": "global8"},
             "bare": {"format": "avro", "ids": "headers"}}"""));
    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void shouldFindTheIdThatAFormatNeeds() {
        // Given
        byte[] value = {0, -1, 0, 0, 0, 0, 0, 0, 7, 9};
        headers.add("apicurio.value.globalId", new byte[] {0, 0, 0, 0, 0, 0, 1, 0});

        // When / Then
        assertThat(ids.find("own", value, headers)).contains(SchemaId.content(0xff000000));
        assertThat(ids.find("any", value, headers)).contains(SchemaId.global(0xff00000000000007L));
        assertThat(ids.find("bare", value, headers)).contains(SchemaId.global(256));
        headers.add("apicurio.value.contentId", new byte[] {0, 0, 0, 0, 0, 0, 2, 0});
        assertThat(ids.find("bare", value, headers)).contains(SchemaId.content(512));
        assertThat(ids.find("bare", value, headers)).isSameAs(ids.find("bare", value, headers));
    }

    @Test
    void shouldFindNoneWhereNoneIsOrNoneIsNeeded() {
        // Given
        headers.add("apicurio.value.contentId", new byte[] {1});

        // When / Then
        assertThat(ids.find("text", new byte[] {0, 0, 0, 0, 1, '{', '}'}, headers))
                .isEmpty();
        assertThat(ids.find("own", null, headers)).isEmpty();
        assertThat(ids.find("own", new byte[] {0, 0, 0, 0, 1}, headers)).isEmpty();
        assertThat(ids.find("own", new byte[] {1, 0, 0, 0, 1, 2}, headers)).isEmpty();
        assertThat(ids.find("any", new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 7}, headers))
                .isEmpty();
        assertThat(ids.find("bare", new byte[] {1}, headers)).isEmpty();
    }
}
