package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class OwnHeadersTest {

    private static final Header TRACE = new RecordHeader("trace", new byte[] {1});
    private static final Header EMPTY = new RecordHeader("empty", null);
    private static final Header CONTENT_ID = new RecordHeader("apicurio.value.contentId", new byte[8]);
    private static final Header MARK = new RecordHeader("elmstream.truncated.headers", "7".getBytes(UTF_8));
    private static final Header ENCODING = new RecordHeader("apicurio.value.encoding", new byte[] {2});

    private static final Header MEDIA_TYPE = new RecordHeader("content-type", "text/plain".getBytes(UTF_8));
    private static final Header EVENT = new RecordHeader("ce_id", new byte[] {3});
    private static final Header CLASS = new RecordHeader("__TypeId__", "com.example.Reading".getBytes(UTF_8));

    @Test
    void shouldLeaveOutWhatDescribesTheReadingsValueAndWhatLooksLikeOurs() {
        // Given
        Record<byte[], String> record =
                record(TRACE, CONTENT_ID, EMPTY, MEDIA_TYPE, ENCODING, EVENT, MARK, CLASS, TRACE);

        // When
        Record<byte[], String> own = OwnHeaders.ofPrediction(record);

        // Then
        assertThat(own.headers()).containsExactly(TRACE, EMPTY, TRACE);
        assertThat(own.value()).isEqualTo("value");
        assertThat(own.timestamp()).isEqualTo(7);
        assertThat(record.headers()).hasSize(9);
    }

    @Test
    void shouldGiveTheSameRecordWhereThereIsNothingToLeaveOut() {
        // Given
        Record<byte[], String> record = record(TRACE, EMPTY);

        // When
        Record<byte[], String> own = OwnHeaders.ofPrediction(record);

        // Then
        assertThat(own).isSameAs(record);
    }

    private static Record<byte[], String> record(Header... headers) {
        return new Record<>(new byte[0], "value", 7, new RecordHeaders(headers));
    }
}
