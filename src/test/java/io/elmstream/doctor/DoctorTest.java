package io.elmstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.GroupLag;
import io.elmstream.config.ConfigurationException;
import io.elmstream.doctor.Finding.Level;
import io.elmstream.doctor.MachineCheck.Machine;
import io.elmstream.model.ModelId;
import io.elmstream.readings.FeatureMapping;
import io.elmstream.readings.FeatureMapping.Fallbacks;
import io.elmstream.readings.FeatureType;
import io.elmstream.readings.FieldPath;
import io.elmstream.readings.Format;
import io.elmstream.readings.Mapping;
import io.elmstream.readings.Mappings;
import io.elmstream.readings.Place;
import io.elmstream.readings.SchemaIds;
import io.elmstream.readings.TopicName;
import io.elmstream.topics.PrincipalRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {

    @ParameterizedTest
    @CsvSource({
        "1000, 1010, 1020, OK, the same as the cluster's",
        "1000, 3000, 1020, OK, '1,980 ms apart'",
        "1000, 9000, 1020, FAULT, 7 s behind the cluster's",
        "9000, 1000, 9020, FAULT, 8 s ahead of the cluster's"
    })
    void shouldCompareTheClocks(long before, long there, long after, Level level, String text) {
        // When
        Finding finding = ClockCheck.judged(before, there, after);

        // Then
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.text()).contains(text);
        assertThat(finding.remedy().isEmpty()).isEqualTo(level == Level.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, OK, ''",
        "59000, 2, OK, ''",
        "61000, 2, WARNING, elmstream lag",
        "61000, 0, FAULT, elmstream run",
        ", 2, WARNING, elmstream lag",
        ", 0, FAULT, elmstream run"
    })
    void shouldJudgeTheLagByItsAge(@Nullable Long oldest, int members, Level level, String remedy) {
        // Given
        GroupLag lag = new GroupLag(
                "inference",
                "elmstream",
                members,
                List.of(
                        new GroupLag.Partition("readings", 0, 5, 15, 10, Optional.of(0L)),
                        new GroupLag.Partition("readings", 1, -1, 3, 3, Optional.ofNullable(oldest))));

        // When
        Finding finding = LagCheck.judged(lag);

        // Then
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.text()).startsWith("inference has 13 records to read");
        assertThat(finding.text().contains("of unknown age")).isEqualTo(oldest == null);
        assertThat(finding.remedy()).startsWith(remedy);
    }

    @Test
    void shouldSayThatThereIsNothingToRead() {
        // Given
        GroupLag lag = new GroupLag(
                "governor",
                "governor-of-elmstream",
                0,
                List.of(new GroupLag.Partition("model-control", 0, 5, 5, 0, Optional.of(0L))));

        // When
        Finding finding = LagCheck.judged(lag);

        // Then
        assertThat(finding.level()).isEqualTo(Level.OK);
        assertThat(finding.text()).isEqualTo("governor has nothing to read");
    }

    @Test
    void shouldNameWhatAMachineLacks() {
        // Given
        Machine good = machine(1L << 30, true, Optional.of(10L << 30), "128 bit vectors");
        Machine small = machine(128L << 20, true, Optional.of(100L << 20), "plain Java: the module is missing");
        Machine full = machine(1L << 30, true, Optional.of(1L << 20), "128 bit vectors");
        Machine closed = machine(1L << 30, false, Optional.empty(), "128 bit vectors");

        // When, then
        assertThat(MachineCheck.judged(good)).extracting(Finding::level).containsOnly(Level.OK);
        assertThat(MachineCheck.judged(small))
                .extracting(Finding::level)
                .containsExactly(Level.OK, Level.WARNING, Level.WARNING, Level.WARNING);
        assertThat(MachineCheck.judged(full))
                .anySatisfy(finding -> assertThat(finding.text()).isEqualTo("1 MiB free in /state"))
                .filteredOn(finding -> finding.level() == Level.FAULT)
                .hasSize(1);
        assertThat(MachineCheck.judged(closed))
                .filteredOn(finding -> finding.level() == Level.FAULT)
                .extracting(Finding::text)
                .containsExactly("this user cannot write to /state, where the state belongs");
    }

    private static Machine machine(long heap, boolean writable, Optional<Long> free, String kernel) {
        return new Machine("17.0.9", 2, heap, 4L << 30, Path.of("/state"), writable, free, kernel);
    }

    @Test
    void shouldFindPartitionsInDanger() {
        // Given
        Node one = new Node(1, "one", 9092);
        Node two = new Node(2, "two", 9092);
        TopicPartitionInfo sound = new TopicPartitionInfo(0, one, List.of(one, two), List.of(one, two));
        TopicPartitionInfo behind = new TopicPartitionInfo(1, one, List.of(one, two), List.of(one));
        TopicPartitionInfo lost = new TopicPartitionInfo(2, Node.noNode(), List.of(two), List.of());

        // When
        List<Finding> bad = ReplicasCheck.judged(Map.of("readings", List.of(sound, behind, lost)), 2);
        List<Finding> good = ReplicasCheck.judged(Map.of("readings", List.of(sound)), 2);
        List<Finding> alone = ReplicasCheck.judged(
                Map.of("readings", List.of(new TopicPartitionInfo(0, one, List.of(one), List.of(one)))), 1);

        // Then
        assertThat(bad)
                .extracting(finding -> finding.level() + " " + finding.text())
                .containsExactly(
                        "FAULT without a leader: readings-2",
                        "WARNING with replicas that are missing or behind: readings-1, readings-2",
                        "WARNING a broker that is lost takes these with it, which have one replica: readings");
        assertThat(good).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(alone).extracting(Finding::text).containsExactly("one broker, so nothing is replicated");
    }

    @Test
    void shouldNameMissingRightsAndFeatures() {
        // When
        Finding rights =
                RightsCheck.judged(PrincipalRole.GOVERNOR, List.of("WRITE on models", "READ on model-control"));

        // Then
        assertThat(rights.text())
                .isEqualTo("the principal of the governor lacks WRITE on models, READ on model-control");
        assertThat(rights.remedy()).startsWith("elmstream topics acls");
        assertThat(RightsCheck.judged(PrincipalRole.PROCESSOR, List.of()).level())
                .isEqualTo(Level.OK);
        assertThat(ModelsCheck.missing(List.of("a", "b", "c"), Set.of("b"))).contains("a, c");
        assertThat(ModelsCheck.missing(List.of("a"), Set.of("a", "z"))).isEmpty();
        assertThat(ModelsCheck.missing(List.of("a"), Set.of())).isEmpty();
    }

    @Test
    void shouldNameClassesOfAlertsThatNoVersionPredicts() {
        // Given
        SortedSet<String> known = new TreeSet<>(List.of("fine", "hot"));
        SortedSet<String> many = new TreeSet<>();
        IntStream.range(10, 40).forEach(i -> many.add("c" + i));

        // When
        List<Finding> unknown = ModelsCheck.alertClasses(Set.of("hot", "Hot"), known, false);
        List<Finding> ruled = ModelsCheck.alertClasses(Set.of("Hot"), known, true);

        // Then
        assertThat(unknown)
                .containsExactly(Finding.warning(
                        "models",
                        "alerts.labels has 'Hot', which no published version predicts; their classes are fine, hot",
                        "correct alerts.labels, or publish a model with this class"));
        assertThat(ruled).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(ModelsCheck.alertClasses(Set.of("x"), many, false).get(0).text())
                .endsWith("c29 and 10 more");
        assertThat(ModelsCheck.alertClasses(Set.of("x"), new TreeSet<>(), false))
                .isEmpty();
    }

    @Test
    void shouldCompareTheDefaultModelWithMappingsThatDoNotNameAnother() {
        // Given
        ModelId id = new ModelId("pump");
        Mappings plain = new Mappings(List.of(mapping(Optional.empty())));
        Mappings named = new Mappings(List.of(mapping(Optional.of(new Place.Header("model")))));

        // When, then
        assertThat(ModelsCheck.contract(id, List.of("a", "b"), plain))
                .extracting(Finding::text)
                .containsExactly("the mapping of readings lacks features of model pump: b");
        assertThat(ModelsCheck.contract(id, List.of("a", "b"), named)).isEmpty();
    }

    private static Mapping mapping(Optional<Place> model) {
        return new Mapping(
                new TopicName.Exact("readings"),
                Format.JSON,
                SchemaIds.CONTENT,
                Optional.empty(),
                new Place.Key(),
                Optional.empty(),
                model,
                Optional.empty(),
                Optional.empty(),
                List.of(new FeatureMapping(
                        "a", FieldPath.ROOT.named("a"), new FeatureType.Numeric(), Fallbacks.REFUSE, 1, 0)),
                Fallbacks.REFUSE);
    }

    @Test
    void shouldReportWhatCouldNotBeAsked() throws InterruptedException {
        // When
        List<Finding> refused = Doctor.of(failing(new ExecutionException(new ClusterAuthorizationException("no"))));
        List<Finding> wrong = Doctor.of(failing(new ConfigurationException("threads", "threads is wrong")));

        // Then
        assertThat(refused).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAULT);
            assertThat(finding.text()).startsWith("not known: ");
        });
        assertThat(wrong).extracting(Finding::text).containsExactly("threads is wrong");
    }

    private static Check failing(Exception failure) {
        return new Check() {
            @Override
            public String area() {
                return "topics";
            }

            @Override
            public List<Finding> findings() throws ExecutionException {
                if (failure instanceof ExecutionException asked) {
                    throw asked;
                }
                throw (RuntimeException) failure;
            }
        };
    }
}
