package io.elmstream.topology.governor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Governor;
import io.elmstream.governor.RecordSignature;
import io.elmstream.governor.SignatureScope;
import io.elmstream.governor.TestKeys;
import io.elmstream.governor.Trust;
import io.elmstream.governor.TrustedKeys;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Compared;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.OutputLimit;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.avro.Disagreement;
import io.elmstream.wire.avro.ModelComparison;
import io.elmstream.wire.avro.ModelStatus;
import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the governor makes of the instances' counts. */
class CompareVersionsTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final long TRIED = 2;

    private final GovernorDriver driver = new GovernorDriver(new Governor(5_000, 500));

    @BeforeEach
    void tryAVersionThatMustAgreeOnNinetyOfAHundred() {
        tryAVersion(driver);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldPromoteOnceAllInstancesTogetherComparedEnough() {
        // Given
        long tried = 10_500;
        heartbeats();
        driver.advance(tried - 1);

        // When
        report("one", GovernorDriver.APPLICATION, TRIED, 60, 59);
        List<ModelComparison> first = driver.comparisons();
        report("two", GovernorDriver.APPLICATION, TRIED, 50, 48);
        assertThat(driver.models()).as("too early by a millisecond").isEmpty();
        driver.comparisons();
        driver.advance(1);
        report("two", GovernorDriver.APPLICATION, TRIED, 55, 53);

        // Then
        assertThat(first).singleElement().satisfies(comparison -> {
            assertThat(comparison.getInstances()).isEqualTo(2);
            assertThat(comparison.getComparison().getCompared()).isEqualTo(60);
        });
        assertThat(driver.comparisons())
                .singleElement()
                .satisfies(comparison ->
                        assertThat(comparison.getComparison().getCompared()).isEqualTo(115));
        assertThat(latest()).satisfies(step -> {
            assertThat(step.champion()).isEqualTo(2);
            assertThat(step.reason()).contains("promoted by its gate").contains("115 readings compared");
        });
    }

    /**
     * A task takes the earlier record first, so reports of 1970 would hold up commands, and the log takes no times to
     * come.
     */
    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:01Z", "3000-01-01T00:00:00Z"})
    void shouldTakeAReportAsOfNowWhateverTimeItBears(Instant borne) {
        // Given
        driver.forgetLog();
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        // When
        driver.reportAt(of("one", GovernorDriver.APPLICATION, TRIED, Comparison.NONE), borne);

        // Then
        assertThat(driver.forgetLog())
                .isNotEmpty()
                .allSatisfy(time -> assertThat(time).isBetween(before, Instant.now()));
    }

    @Test
    void shouldTakeBackWhatDoesNotAgree() {
        // Given
        heartbeats();

        // When
        report("one", GovernorDriver.APPLICATION, TRIED, 100, 89);

        // Then
        assertThat(latest()).satisfies(step -> {
            assertThat(step.champion()).isEqualTo(1);
            assertThat(step.takesBack()).hasValue(TRIED);
            assertThat(step.reason()).contains("rolled back by its gate");
        });
    }

    @Test
    void shouldNotCountWhatAnotherApplicationComparesWhoReadsTheSameAgain() {
        // When
        report("one", "elmstream-again", TRIED, 1_000, 1_000);

        // Then
        assertThat(driver.comparisons()).isEmpty();
        assertThat(driver.models()).isEmpty();
    }

    @Test
    void shouldNotCountWhatWasComparedOfAnotherStep() {
        // When
        report("one", GovernorDriver.APPLICATION, TRIED - 1, 1_000, 1_000);

        // Then
        assertThat(driver.comparisons()).isEmpty();
        assertThat(driver.models()).isEmpty();
    }

    @Test
    void shouldNotBelieveANobodyWhoComparedTwoMillionReadings() {
        // Given
        driver.advance(60_000);

        // When
        report("nobody", GovernorDriver.APPLICATION, TRIED, 2_000_000, 2_000_000);
        report("nobody", GovernorDriver.APPLICATION, TRIED, 2_000_000, 2_000_000);

        // Then
        assertThat(driver.models()).isEmpty();
        assertThat(driver.comparisons())
                .allSatisfy(comparison ->
                        assertThat(comparison.getComparison().getCompared()).isZero());
    }

    @ParameterizedTest
    @MethodSource
    void shouldLeaveOutWhatCannotBe(Comparison counts) {
        // Given
        heartbeats();
        driver.advance(60_000);
        driver.comparisons();

        // When
        report("one", GovernorDriver.APPLICATION, TRIED, counts);

        // Then
        assertThat(driver.models()).isEmpty();
        assertThat(driver.comparisons()).isEmpty();
    }

    static Stream<Comparison> shouldLeaveOutWhatCannotBe() {
        return Stream.of(
                new Comparison(-1, 0, Map.of(), 0, 0, 0, 0),
                new Comparison(Long.MAX_VALUE, Long.MAX_VALUE, Map.of(), 0, 0, 0, 0),
                new Comparison(Long.MIN_VALUE, 0, Map.of(), 0, 0, 0, 0),
                new Comparison(100, 101, Map.of(), 0, 0, 0, 0),
                new Comparison(100, -1, Map.of(), 0, 0, 0, 0),
                new Comparison(100, 100, Map.of(), -1, 0, 0, 0),
                new Comparison(100, 100, Map.of(), 50, 51, 0, 0),
                new Comparison(100, 100, Map.of(), 50, 0, 51, 0),
                new Comparison(100, 100, Map.of(), 0, 0, 0, -1),
                new Comparison(100, 100, Map.of(new ClassPair("a", "b"), 1L), 0, 0, 0, 0),
                new Comparison(100, 99, Map.of(new ClassPair("a", "b"), -1L), 0, 0, 0, 0));
    }

    @Test
    void shouldLeaveOutReportsBeyondTheirBounds() {
        // Given
        driver.advance(60_000);

        // When
        for (String id : List.of("x".repeat(256), "x".repeat(500_000), "")) {
            report(id, GovernorDriver.APPLICATION, TRIED, 0, 0);
            report(id, GovernorDriver.APPLICATION, TRIED, 100, 100);
        }
        report("x".repeat(2_000_000), GovernorDriver.APPLICATION, TRIED, 100, 100);
        driver.report("instance/one".getBytes(UTF_8), new byte[] {0, 1, 2, 3, 4, 5, 6}, new RecordHeaders());
        driver.report(new byte[2_000_000], new byte[0], new RecordHeaders());

        // Then
        assertThat(driver.comparisons()).isEmpty();
        report("one", GovernorDriver.APPLICATION, TRIED, 0, 0);
        assertThat(driver.comparisons()).hasSize(1);
    }

    @Test
    void shouldLeaveOutAReportRatherThanStopWhenItsStoreCannotBeRead() {
        // Given
        heartbeats();
        driver.store().put("/comparison/shuttle", new byte[] {9});

        // When
        report("one", GovernorDriver.APPLICATION, TRIED, 100, 100);

        // Then
        assertThat(driver.models()).isEmpty();
    }

    @Test
    void shouldCountOnlySignedReportsWhereInstancesHaveKeys() {
        // Given
        KeyPair pair = TestKeys.pair(4);
        SignatureScope scope = SignatureScope.reports(GovernorDriver.APPLICATION, "cluster");
        Trust trust = new Trust(Trust.EVERYBODY.operators(), new TrustedKeys(scope, List.of(pair.getPublic())));
        try (GovernorDriver keyed = new GovernorDriver(new Governor(5_000, 500), trust)) {
            tryAVersion(keyed);
            byte[] key = "instance/one".getBytes(UTF_8);
            byte[] value = ControlCodec.reports()
                    .encode(
                            7,
                            ReportRecords.report(of(
                                    "one",
                                    GovernorDriver.APPLICATION,
                                    TRIED,
                                    new Comparison(5, 5, Map.of(), 0, 0, 0, 0))));
            Headers signed = new RecordHeaders()
                    .add(
                            RecordSignature.HEADER,
                            RecordSignature.sign(pair.getPrivate(), scope, 1, key, value)
                                    .header());

            // When
            keyed.report(key, value, new RecordHeaders());
            keyed.report("instance/two".getBytes(UTF_8), value, signed);
            List<ModelComparison> unsigned = keyed.comparisons();
            keyed.report(key, value, signed);

            // Then
            assertThat(unsigned).isEmpty();
            assertThat(keyed.comparisons()).hasSize(1);
        }
    }

    @Test
    void shouldDecideNothingOverReportsThatAnybodyCanMakeUpWhereCommandsMustBeSigned() {
        // Given
        KeyPair pair = TestKeys.pair(1);
        SignatureScope scope = SignatureScope.commands(GovernorDriver.APPLICATION, "cluster");
        Trust trust = new Trust(new TrustedKeys(scope, List.of(pair.getPublic())), Trust.EVERYBODY.instances());
        try (GovernorDriver keyed = new GovernorDriver(new Governor(5_000, 500), trust)) {
            AtomicLong number = new AtomicLong(keyed.now().toEpochMilli() * 1_000);
            ModelStatus answer = tryAVersion(command -> {
                byte[] key = "shuttle".getBytes(UTF_8);
                byte[] value = ControlCodec.commands().encode(7, CommandRecords.command(command));
                return keyed.send(
                        key,
                        value,
                        new RecordHeaders()
                                .add(
                                        RecordSignature.HEADER,
                                        RecordSignature.sign(
                                                        pair.getPrivate(), scope, number.incrementAndGet(), key, value)
                                                .header()));
            });
            keyed.models();
            keyed.advance(60_000);

            // When
            InstanceReport report =
                    of("one", GovernorDriver.APPLICATION, TRIED, new Comparison(100, 100, Map.of(), 0, 0, 0, 0));
            keyed.report(report);
            keyed.report(report);

            // Then
            assertThat(answer.getMessage()).contains("gates decide nothing", "governor.instance.keys");
            assertThat(keyed.comparisons())
                    .last()
                    .satisfies(comparison ->
                            assertThat(comparison.getComparison().getCompared()).isEqualTo(100));
            assertThat(keyed.standstill())
                    .hasValueSatisfying(why -> assertThat(why).contains("gates decide nothing", "instance.key"));
            assertThat(keyed.models()).isEmpty();
        }
    }

    @Test
    void shouldKeepAsManyDisagreementsAsItsTopicTakesTheMostFrequentOnes() {
        // Given
        OutputLimit limit = OutputLimit.of(1 << 20, OutputLimit.LEAST_BYTES, Long.MAX_VALUE, Long.MAX_VALUE);
        Map<ClassPair, Long> disagreements = new HashMap<>();
        for (long i = 1; i <= 300; i++) {
            disagreements.put(new ClassPair("a".repeat(200), "b".repeat(200) + i), i);
        }
        InstanceReport report =
                of("one", GovernorDriver.APPLICATION, TRIED, new Comparison(99_999, 0, disagreements, 0, 0, 0, 0));
        try (GovernorDriver small =
                new GovernorDriver(new Governor(5_000, 500), Trust.EVERYBODY, RebuildModels.NEVER, limit)) {
            tryAVersion(small);
            small.advance(60_000);

            // When
            small.report(report);
            small.report(report);

            // Then
            ModelComparison comparison = small.comparisons().get(1);
            assertThat(comparison.getComparison().getCompared()).isEqualTo(99_999);
            assertThat(comparison.getComparison().getDisagreements())
                    .extracting(Disagreement::getReadings)
                    .contains(300L, 299L)
                    .doesNotContain(1L);
            assertThat(ControlCodec.comparisons().encode(7, comparison)).hasSizeLessThan(limit.maxBytes() - 1_024);
            assertThat(small.standstill()).isEmpty();
        }
    }

    private static void tryAVersion(GovernorDriver driver) {
        tryAVersion(driver::send);
        driver.models();
    }

    private static ModelStatus tryAVersion(Function<Command, ModelStatus> sending) {
        for (int version = 1; version <= 2; version++) {
            sending.apply(new Publish(
                    "p" + version, SHUTTLE, version, TestArtefacts.bytes("shuttle", version, version), false));
        }
        sending.apply(new Activate("a", SHUTTLE, 1, OptionalLong.of(0), OptionalLong.empty()));
        Gate gate = new Gate(100, OptionalDouble.empty(), OptionalDouble.of(0.9), 0);
        return sending.apply(new Challenge(
                "c", SHUTTLE, new Challenger(2, Mode.SHADOW, Share.ALL, Optional.of(gate)), OptionalLong.of(1)));
    }

    private void heartbeats() {
        report("one", GovernorDriver.APPLICATION, TRIED, 0, 0);
        report("two", GovernorDriver.APPLICATION, TRIED, 0, 0);
        driver.comparisons();
    }

    private void report(String instance, String application, long revision, long compared, long agreed) {
        report(instance, application, revision, new Comparison(compared, agreed, Map.of(), 0, 0, 0, 0));
    }

    private void report(String instance, String application, long revision, Comparison comparison) {
        driver.report(of(instance, application, revision, comparison));
    }

    private static InstanceReport of(String instance, String application, long revision, Comparison comparison) {
        return new InstanceReport(
                instance,
                application,
                1,
                2,
                false,
                List.of(new InstanceReport.Model(
                        new ModelId("shuttle"),
                        revision,
                        OptionalInt.of(1),
                        List.of(),
                        Optional.of(new Compared(revision, comparison)))));
    }

    private Step latest() {
        List<GovernorDriver.Model> models = driver.models();
        assertThat(models).hasSize(1);
        Timeline timeline = ModelRecords.timeline(models.get(0).value());
        return timeline.steps().get(timeline.steps().size() - 1);
    }
}
