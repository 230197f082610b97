package io.elmstream.topology.governor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Governor;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.model.VersionKey;
import io.elmstream.quality.Expectation;
import io.elmstream.quality.QualitySketch;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.CountedQuality;
import io.elmstream.wire.QualityRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.DriftSignal;
import io.elmstream.wire.avro.Learning;
import io.elmstream.wire.avro.ModelQuality;
import io.elmstream.wire.avro.QualityReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the governor makes of what instances count of a version's readings. */
class WatchQualityTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final byte[] KEY = "instance/a".getBytes(UTF_8);

    private final GovernorDriver driver = new GovernorDriver(new Governor(10_000, 500));

    @BeforeEach
    void makeAChampion() {
        driver.send(new Publish("p1", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 1), false));
        driver.send(new Activate("a1", SHUTTLE, 1, OptionalLong.empty(), OptionalLong.empty()));
        driver.models();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldSayTheQualityOfAVersionOverAllInstancesAtTheEndOfAWindow() {
        // When
        List<ModelQuality> said = count(2, 500, 500);

        // Then
        ModelQuality quality = said.get(said.size() - 1);
        assertThat(said).hasSize(1);
        assertThat(quality.getModelId()).isEqualTo("shuttle");
        assertThat(quality.getVersion()).isEqualTo(1);
        assertThat(quality.getComplete()).isTrue();
        assertThat(quality.getPredictions()).isEqualTo(60_000);
        assertThat(quality.getSampled()).isEqualTo(60_000);
        assertThat(quality.getConfidence()).isBetween(0.89, 0.91);
        assertThat(quality.getAccuracy()).isEqualTo(0.9);
        assertThat(quality.getEstimate().getLow())
                .isLessThan(quality.getEstimate().getHigh());
        assertThat(quality.getFeatures().get(0).getFeature()).isEqualTo("temperature");
        assertThat(quality.getClasses()).hasSize(2);
        assertThat(quality.getDrifts()).isEmpty();
    }

    @Test
    void shouldReportADriftOnceAndTurnOnLearning() {
        // When
        List<ModelQuality> said = new ArrayList<>(count(1, 700, 300));
        said.addAll(count(1, 700, 300));

        // Then
        assertThat(said).hasSize(2);
        assertThat(said.get(0).getFound()).isEqualTo(1);
        assertThat(said.get(0).getDrifts().get(0).getSignal()).isEqualTo(DriftSignal.FEATURE);
        assertThat(said.get(0).getDrifts().get(0).getFeature()).isEqualTo("temperature");
        assertThat(said.get(1).getFound()).isZero();
        assertThat(said.get(1).getDrifts()).hasSize(1);
        List<GovernorDriver.Model> published = driver.models();
        assertThat(published).hasSize(1);
        assertThat(published.get(0).key()).isEqualTo("shuttle/learning");
        assertThat(((Learning) published.get(0).value().getContent()).getOn()).isTrue();
    }

    @Test
    void shouldLeaveOutReportsThatCannotBe() {
        // Given
        QualityReport good = report("elmstream", 1, sketch(500, 500));
        QualityReport otherShape = new QualityReport(
                1,
                good.getInstanceId(),
                good.getApplicationId(),
                good.getAt(),
                good.getModelId(),
                1,
                good.getFeatures(),
                List.of("a", "b", "c"),
                good.getExpectation(),
                good.getCounts());
        QualityReport negative = report("elmstream", 1, sketch(-500, 500));
        QualityReport fewerLabels = report(
                "elmstream", 1, new QualitySketch(0, 0, 0, new long[2], new long[][] {{0, 0, 0}, {0, 0, 0}}, -10, 0));
        byte[] bytes = ControlCodec.qualityReports().encode(0, good);

        // When
        driver.count(KEY, new byte[] {1, 2, 3});
        driver.count(KEY, new byte[0]);
        send(report("another", 1, sketch(500, 500)));
        send(report("elmstream", 7, sketch(500, 500)));
        send(otherShape);
        send(negative);
        send(fewerLabels);
        driver.count("shuttle/1".getBytes(UTF_8), bytes);
        driver.advance(61_000);
        List<ModelQuality> said = send(good);

        // Then
        assertThat(said).isEmpty();
    }

    @Test
    void shouldOutliveReportsWhoseStateOrNamesWouldNotFitIntoARecord() {
        // Given
        int many = 99_000;
        long[] counts = new long[many];
        Arrays.fill(counts, 100_000);
        QualitySketch large = new QualitySketch(1, 1, 1, counts, new long[0][], 0, 0);
        CountedQuality ofManyClasses = new CountedQuality(
                new VersionKey(SHUTTLE, 1),
                List.of(),
                Collections.nCopies(many, "c"),
                new Expectation(1, new double[0][], 0, new double[0], 0, 0),
                large);
        CountedQuality good = counted(1, sketch(500, 500));
        CountedQuality longNamed = new CountedQuality(
                good.version(),
                List.of("a".repeat(500_000), "pressure"),
                good.labels(),
                good.expectation(),
                good.counts());

        // When
        for (int i = 0; i < 15; i++) {
            send(QualityRecords.report("a", "elmstream", driver.now().toEpochMilli(), ofManyClasses));
            send(QualityRecords.report("a", "elmstream", driver.now().toEpochMilli(), longNamed));
            driver.advance(7_000);
        }

        // Then
        assertThat(driver.largestStored()).isLessThan(1_000_000);
        assertThat(count(1, 500, 500)).singleElement().returns(30_000L, ModelQuality::getPredictions);
    }

    @Test
    void shouldBeginAnewWhenAVersionCountsOtherwise() {
        // Given
        count(1, 500, 500);

        // When
        CountedQuality narrow = counted(1, sketch(500, 500)).withoutFeatures();
        send(QualityRecords.report("a", "elmstream", driver.now().toEpochMilli(), narrow));
        driver.advance(61_000);
        List<ModelQuality> said =
                send(QualityRecords.report("a", "elmstream", driver.now().toEpochMilli(), narrow));

        // Then
        assertThat(said).hasSize(1);
        assertThat(said.get(0).getPredictions()).isEqualTo(1_000);
        assertThat(said.get(0).getFeatures()).isEmpty();
    }

    /** Instances report each 2 seconds for a window of a minute, with so many readings in each of the two bins. */
    private List<ModelQuality> count(int instances, int low, int high) {
        List<ModelQuality> said = new ArrayList<>();
        for (int i = 0; i <= 30; i++) {
            for (int instance = 0; instance < instances; instance++) {
                if (i < 30) {
                    said.addAll(send(report("elmstream", 1, sketch(low, high))));
                }
            }
            driver.advance(2_000);
        }
        said.addAll(send(report("elmstream", 1, sketch(0, 0))));
        return said;
    }

    private static QualitySketch sketch(int low, int high) {
        int all = low + high;
        return new QualitySketch(
                all,
                0.9 * all,
                0.82 * all,
                new long[] {all / 2, all - all / 2},
                new long[][] {{low, high, 0}, {all / 2, all - all / 2, 0}},
                100,
                90);
    }

    private static CountedQuality counted(int version, QualitySketch sketch) {
        double[] half = {0.5, 0.5, 0};
        return new CountedQuality(
                new VersionKey(SHUTTLE, version),
                List.of("temperature", "pressure"),
                List.of("low", "high"),
                new Expectation(1_000_000, new double[][] {half, half}, 1_000, new double[] {0.5, 0.5}, 0.9, 0.9),
                sketch);
    }

    private QualityReport report(String application, int version, QualitySketch sketch) {
        return QualityRecords.report("a", application, driver.now().toEpochMilli(), counted(version, sketch));
    }

    private List<ModelQuality> send(QualityReport report) {
        return driver.count(KEY, ControlCodec.qualityReports().encode(0, report)).stream()
                .map(WatchQualityTest::quality)
                .toList();
    }

    private static ModelQuality quality(TestRecord<String, byte[]> record) {
        try {
            assertThat(record.key()).isEqualTo("shuttle/1");
            return ControlCodec.qualities().decode(record.value());
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }
}
