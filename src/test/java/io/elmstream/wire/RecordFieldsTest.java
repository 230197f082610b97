package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordFieldsTest {

    @ParameterizedTest
    @EnumSource(names = {"PREDICTION", "ALERT", "MODEL_STATUS", "INSTANCE_REPORT", "MODEL_COMPARISON"})
    void shouldGiveFieldsThatCanBePrintedAsJson(StoredRecord record) throws Exception {
        // When
        Map<String, Object> fields = RecordFields.of(record.value());

        // Then
        assertThat(fields.keySet())
                .containsExactlyElementsOf(record.value().getSchema().getFields().stream()
                        .map(field -> field.name())
                        .toList());
        assertThat(new ObjectMapper().writeValueAsString(fields))
                .startsWith("{")
                .doesNotContain("schema");
    }
}
