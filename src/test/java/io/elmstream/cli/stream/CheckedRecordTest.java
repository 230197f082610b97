package io.elmstream.cli.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.elmstream.batch.Rejection;
import io.elmstream.readings.Mapping;
import io.elmstream.readings.MappingParser;
import io.elmstream.readings.Mappings;
import io.elmstream.readings.ReadingCheck;
import io.elmstream.readings.ReadingCheck.Checked;
import io.elmstream.readings.TopicReaders;
import io.elmstream.support.AvroValues;
import io.elmstream.wire.MemorySchemaRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class CheckedRecordTest {

    private static final String PACK = "[{\"temp\": 1}, {\"temp\": 2}, {\"tmp\": 3}]";
    private static final Schema PUMP = SchemaBuilder.record("Pump")
            .fields()
            .requiredString("device")
            .requiredDouble("pressure")
            .endRecord();

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();

    @Test
    void shouldLeaveOutReadingsThatAReplayLeavesOut() {
        // When
        List<Checked> all = check("{format: json, each: '[]', features: {temp: '[].temp'}}", PACK, "");
        List<Checked> named = check("{format: json, each: '[]', features: {temp: '[].temp'}}", PACK, "1-2");

        // Then
        assertThat(all).hasSize(3);
        assertThat(named).extracting(Checked::index).containsExactly(Optional.of(1), Optional.of(2));
        assertThat(named.get(1).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Rejection.MISSING_FEATURE));
    }

    @Test
    void shouldSayThatAHeaderNamesAReadingThatIsNotThere() {
        // When
        List<Checked> checked = check("{format: json, each: '[]', features: {temp: '[].temp'}}", PACK, "7");

        // Then
        assertThat(checked).singleElement().satisfies(one -> {
            assertThat(one.faults().get(0).reason()).isEqualTo(Rejection.UNREADABLE);
            assertThat(one.faults().get(0).message())
                    .isEqualTo("the header elmstream.readings names reading 7, but the record has 3 readings");
        });
    }

    @Test
    void shouldCheckRecordsInAvro() {
        // Given
        int id = registry.register("telemetry", PUMP);
        byte[] value = AvroValues.framed(
                id,
                AvroValues.bare(new GenericRecordBuilder(PUMP)
                        .set("device", "p-7")
                        .set("pressure", 2.5)
                        .build()));

        // When
        List<Checked> fits = check("{format: avro, sensor: device, features: {bar: pressure}}", value, "");
        List<Checked> lacks = check("{format: avro, sensor: device, features: {bar: presure}}", value, "");

        // Then
        assertThat(fits).singleElement().satisfies(one -> {
            assertThat(one.faults()).isEmpty();
            assertThat(one.sensor()).isEqualTo("p-7");
            assertThat(one.values()).containsExactly(Optional.of(2.5f));
        });
        assertThat(lacks).singleElement().satisfies(one -> {
            assertThat(one.values()).containsExactly(Optional.empty());
            assertThat(one.faults().get(0).reason()).isEqualTo(Rejection.MISSING_FEATURE);
            assertThat(one.faults().get(0).message()).contains("presure", "pressure");
        });
    }

    private List<Checked> check(String mapping, String value, String header) {
        return check(mapping, value.getBytes(UTF_8), header);
    }

    private List<Checked> check(String yaml, byte[] value, String header) {
        Mappings mappings = MappingParser.parse("readings", json(yaml));
        Mapping mapping = mappings.of("telemetry").orElseThrow();
        CheckedFeatures features = CheckedFeatures.of(Optional.empty(), mapping, () -> {
            throw new AssertionError("there is no cluster");
        });
        ReadingCheck check = new ReadingCheck(
                mapping, new TopicReaders(mappings, registry).of("telemetry"), features, features.firstUnusable());
        RecordHeaders headers = new RecordHeaders();
        if (!header.isEmpty()) {
            headers.add("elmstream.readings", header.getBytes(UTF_8));
        }
        byte[] key = "key".getBytes(UTF_8);
        return CheckedRecord.of(
                check,
                key,
                new ConsumerRecord<>(
                        "telemetry",
                        0,
                        1,
                        1_764_000_000_000L,
                        TimestampType.CREATE_TIME,
                        key.length,
                        value.length,
                        key,
                        value,
                        headers,
                        Optional.empty()));
    }

    private static String json(String yaml) {
        try {
            return new YAMLMapper().readTree("telemetry: " + yaml).toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
