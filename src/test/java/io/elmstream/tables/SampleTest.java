package io.elmstream.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void shouldShipTheShuttleAsPublished() {
        // Given
        Table file = Sample.SHUTTLE.table();

        // When
        var training = countByLabel(TableSamples.toTrain(file, "state", Sample.SHUTTLE.trainingRows()));
        var test = countByLabel(TableSamples.toTrain(file, "state", Sample.SHUTTLE.testRows()));

        // Then
        assertThat(file.columns()).hasSize(10).endsWith("state");
        assertThat(training.toString())
                .isEqualTo("{Bpv.Close=6, Bpv.Open=11, Bypass=2458, Fpv.Close=37, Fpv.Open=132,"
                        + " High=6748, Rad.Flow=34108}");
        assertThat(test.toString())
                .isEqualTo("{Bpv.Close=4, Bpv.Open=2, Bypass=809, Fpv.Close=13, Fpv.Open=39,"
                        + " High=2155, Rad.Flow=11478}");
    }

    @Test
    void shouldShipTheSatelliteAsPublished() {
        // Given
        Table file = Sample.SATELLITE.table();

        // When
        var all = countByLabel(TableSamples.toTrain(file, Sample.SATELLITE.labelColumn(), RowRange.ALL));

        // Then
        assertThat(file.columnsWithout("soil")).hasSize(36);
        assertThat(all).hasSize(6);
        assertThat(all.values().stream().mapToLong(n -> n).sum()).isEqualTo(6435);
        assertThat(Sample.SATELLITE.testRows().last()).isEqualTo(6435);
    }

    private static TreeMap<String, Long> countByLabel(TableSamples samples) {
        List<String> labels = samples.labels();
        var counts = new TreeMap<String, Long>();
        samples.forEach((row, label) -> counts.merge(labels.get(label), 1L, Long::sum));
        return counts;
    }
}
