package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.GivenReport;
import io.elmstream.governor.ReportBounds;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivityRecordsTest {

    private static final ControlCodec<io.elmstream.wire.avro.ActivityReport> CODEC = ControlCodec.activityReports();

    @Test
    void shouldReadWhatItWrote() throws UnreadableRecordException {
        // Given
        ActivityReport report = GivenReport.of(3, 5, 4);

        // When
        ActivityReport read = ActivityRecords.read(CODEC.encode(7, ActivityRecords.report(report)));

        // Then
        assertThat(read).isEqualTo(report);
        assertThat(ActivityRecords.key(report.instanceId())).isEqualTo("instance/plant-7-1");
    }

    @Test
    void shouldLeaveOutNamesThatCannotBeModels() throws UnreadableRecordException {
        // Given
        io.elmstream.wire.avro.ActivityReport stored = ActivityRecords.report(GivenReport.of(2, 1, 1));
        stored.getVersions().get(0).put("modelId", "<script>");

        // When
        ActivityReport read = ActivityRecords.report(stored);

        // Then
        assertThat(read.versions())
                .singleElement()
                .satisfies(version -> assertThat(version.version()).isEqualTo(2));
    }

    @Test
    void shouldSumUpClassesBeyondTheMost() throws UnreadableRecordException {
        // Given
        io.elmstream.wire.avro.ActivityReport stored = ActivityRecords.report(GivenReport.of(1, 100, 1));

        // When
        ActivityReport read = ActivityRecords.report(stored);

        // Then
        assertThat(read.versions().get(0).classes()).hasSize(65);
        assertThat(read.versions().get(0).predictions()).isEqualTo(5_050);
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        // Given
        io.elmstream.wire.avro.ActivityReport negative = ActivityRecords.report(GivenReport.of(1, 1, 1));
        negative.put("alertsRaised", -1L);
        io.elmstream.wire.avro.ActivityReport nobody = ActivityRecords.report(GivenReport.of(1, 1, 1));
        nobody.put("instanceId", "");
        io.elmstream.wire.avro.ActivityReport unsure = ActivityRecords.report(GivenReport.of(1, 1, 1));
        unsure.getAlerts().get(0).put("confidence", Float.NaN);

        // When, Then
        assertThatThrownBy(() -> ActivityRecords.report(negative))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("alertsRaised is -1");
        assertThatThrownBy(() -> ActivityRecords.report(nobody))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("instance id");
        assertThatThrownBy(() -> ActivityRecords.report(unsure))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("confidence is NaN");
        assertThatThrownBy(() -> ActivityRecords.read(new byte[ReportBounds.MAX_BYTES + 1]))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("bytes");
    }

    @Test
    void shouldRefuseWhatIsNotAReport() {
        // When, Then
        for (byte[] other : List.of(new byte[0], new byte[] {0, 0, 0, 0, 1, 2}, new byte[] {0, 0, 0, 0, 1, 8})) {
            assertThatThrownBy(() -> ActivityRecords.read(other)).isInstanceOf(UnreadableRecordException.class);
        }
    }
}
