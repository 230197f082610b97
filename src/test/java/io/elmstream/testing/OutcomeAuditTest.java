package io.elmstream.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.Position;
import io.elmstream.wire.avro.Prediction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeAuditTest {

    private final OutcomeAudit audit = new OutcomeAudit(List.of("fine", "hot"));

    @Test
    void shouldFindNothingWhenEveryReadingHasItsOutcomeInOrder() {
        // Given
        sent(0, "fine");
        sent(1, "hot");
        sent(2, "hot");

        // When
        audit.predicted(prediction("a", 0, 1, "fine"));
        audit.predicted(prediction("a", 1, 2, "fine"));
        audit.buried(new Position("readings", 0, 2), "NO_KEY");

        // Then
        OutcomeAudit.Report report = audit.report();
        assertThat(report.isClean()).isTrue();
        assertThat(report.predictions()).isEqualTo(2);
        assertThat(report.deadLettersByReason()).containsEntry("NO_KEY", 1L);
        assertThat(report.versions().get(1).quality().orElseThrow().accuracy()).isEqualTo(1);
        assertThat(report.versions().get(2).quality().orElseThrow().accuracy()).isZero();
    }

    @Test
    void shouldCountAReadingWithoutAnOutcomeAsLost() {
        // Given
        sent(0, "fine");
        sent(1, "fine");

        // When
        audit.predicted(prediction("a", 1, 1, "fine"));

        // Then
        assertThat(audit.open()).isEqualTo(1);
        assertThat(audit.report().lost()).isEqualTo(1);
    }

    @Test
    void shouldCountASecondOutcomeAsDuplicated() {
        // Given
        sent(0, "fine");

        // When
        audit.predicted(prediction("a", 0, 1, "fine"));
        audit.buried(new Position("readings", 0, 0), "NOT_FINITE");

        // Then
        assertThat(audit.report().duplicated()).isEqualTo(1);
        assertThat(audit.report().deadLetters()).isZero();
    }

    @Test
    void shouldCountAPredictionBehindALaterOneOfTheSameSensorAsOutOfOrder() {
        // Given
        sent(0, "fine");
        sent(1, "fine");
        sent(2, "fine");

        // When
        audit.predicted(prediction("a", 1, 1, "fine"));
        audit.predicted(prediction("b", 2, 1, "fine"));
        audit.predicted(prediction("a", 0, 1, "fine"));

        // Then
        assertThat(audit.report().outOfOrder()).isEqualTo(1);
    }

    @Test
    void shouldTellApartTheReadingsOfARecord() {
        // Given
        audit.sent(new Position("readings", 0, 0, 0), Optional.of("fine"));
        audit.sent(new Position("readings", 0, 0, 1), Optional.of("fine"));

        // When
        audit.predicted(prediction("a", 0, 1, 1, "fine"));
        audit.predicted(prediction("a", 0, 1, "fine"));

        // Then
        assertThat(audit.report().predictions()).isEqualTo(2);
        assertThat(audit.report().duplicated()).isZero();
        assertThat(audit.report().outOfOrder()).isEqualTo(1);
    }

    private void sent(long offset, String label) {
        audit.sent(new Position("readings", 0, offset), Optional.of(label));
    }

    private static Prediction prediction(String sensor, long offset, int version, String label) {
        return prediction(sensor, offset, 0, version, label);
    }

    private static Prediction prediction(String sensor, long offset, int index, int version, String label) {
        return new Prediction(
                sensor,
                "m",
                version,
                1L,
                Instant.EPOCH,
                label,
                1f,
                List.of(1f, 0f),
                "1_0",
                offset,
                1,
                "readings",
                0,
                offset,
                List.of(),
                false,
                index,
                false,
                "",
                0,
                List.of(),
                List.of(),
                0f);
    }
}
