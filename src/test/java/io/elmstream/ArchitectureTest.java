package io.elmstream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.NullMarked;

/**
 * Which room may know of which: the arrows point downward only, and what is pure stays pure. Only the product is looked
 * at; it is compiled without {@code src/bench}, so it cannot know it.
 */
@AnalyzeClasses(packages = "io.elmstream", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.elmstream.";
    private static final String GENERATED = ROOT + "wire.avro..";
    private static final String[] JDK = {"java..", "org.jspecify.."};
    private static final String[] PURE = rooms(
            "elm",
            "training",
            "kernel",
            "batch",
            "model",
            "export",
            "rollout",
            "governor",
            "alert",
            "quality",
            "labels",
            "rules");
    private static final String[] QUIET = Stream.concat(
                    Stream.of(PURE), Stream.of(rooms("serving", "topology", "activity")))
            .toArray(String[]::new);

    /** What a project that depends on Elmstream finds on its class path. */
    private static final Pattern LIBRARY =
            Pattern.compile("(io\\.elmstream|java|jdk\\.incubator\\.vector|org\\.jspecify"
                    + "|org\\.apache\\.kafka\\.(clients|common|streams)|org\\.apache\\.avro|org\\.ejml|org\\.slf4j"
                    + "|io\\.opentelemetry\\.(api|context)"
                    + "|com\\.fasterxml\\.jackson\\.(annotation|core|databind|dataformat\\.yaml)|org\\.yaml\\.snakeyaml"
                    + "|de\\.siegmar\\.fastcsv|com\\.github\\.luben\\.zstd|com\\.github\\.benmanes\\.caffeine"
                    + "|dev\\.cel|com\\.google\\.(common|protobuf))\\.");

    /** A row of the table in CONTRIBUTING.md. */
    private static final Pattern ROOM = Pattern.compile("^\\| `([a-z.]+)` \\|");

    /** From the ground up. A room knows rooms of lower floors only, neither its neighbours nor any above. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of("elm", "batch", "alert", "quality", "activity", "tracing", "embedded"),
            Set.of("kernel", "training", "data"),
            Set.of("model", "labels", "tables"),
            Set.of("rollout", "edge", "export", "rules"),
            Set.of("governor"),
            Set.of("wire.avro"),
            Set.of("wire"),
            Set.of("serving", "diagnosis", "scoring", "readings.sparkplug"),
            Set.of("readings"),
            Set.of("topology"),
            Set.of("topology.inference", "topology.governor"),
            Set.of("topology.learning"),
            Set.of("config"),
            Set.of("topics"),
            Set.of("client"),
            Set.of("app", "scoring.topic", "doctor"),
            Set.of("http"),
            Set.of("page"),
            Set.of("testing"),
            Set.of("cli.terminal"),
            Set.of("cli.model", "cli.offline", "cli.stream", "cli.cluster"),
            Set.of("cli.demo", "cli.shell", "cli.support"),
            Set.of("cli"));

    // rooms

    @ArchTest
    static void arrowsPointDownward(JavaClasses all) {
        // When
        List<String> upward = all.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(to -> isOurs(to.getTargetClass()))
                .filter(to -> !room(to.getOriginClass()).equals(room(to.getTargetClass())))
                .filter(to -> floor(to.getOriginClass()) <= floor(to.getTargetClass()))
                .map(to -> to.getDescription())
                .toList();

        // Then
        assertThat(upward).isEmpty();
    }

    @ArchTest
    static void everyRoomHasItsFloor(JavaClasses all) {
        // When
        Set<String> rooms = all.stream()
                .filter(ArchitectureTest::isOurs)
                .map(ArchitectureTest::room)
                .collect(Collectors.toSet());

        // Then
        assertThat(FLOORS.stream().flatMap(Set::stream)).containsExactlyInAnyOrderElementsOf(rooms);
    }

    @ArchTest
    static void contributingNamesTheRoomsFromTheGroundUp(JavaClasses all) throws IOException {
        // When
        List<String> named = Files.readString(Path.of("CONTRIBUTING.md"))
                .lines()
                .map(line -> ROOM.matcher(line))
                .filter(Matcher::find)
                .map(row -> row.group(1))
                .toList();

        // Then
        List<String> expected = FLOORS.stream()
                .flatMap(Set::stream)
                .filter(room -> !room.equals("wire.avro"))
                .toList();
        assertThat(named).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(named).isSortedAccordingTo(Comparator.comparingInt(ArchitectureTest::floor));
    }

    @ArchTest
    static final ArchRule elmKnowsOnlyTheJdk = only("elm", JDK);

    @ArchTest
    static final ArchRule trainingKnowsOnlyElmAndEjml = only("training", with(JDK, ROOT + "elm..", "org.ejml.."));

    @ArchTest
    static final ArchRule kernelKnowsOnlyElm = only("kernel", with(JDK, ROOT + "elm..", "jdk.incubator.vector.."));

    @ArchTest
    static final ArchRule batchKnowsOnlyTheJdk = only("batch", JDK);

    @ArchTest
    static final ArchRule modelKnowsOnlyElmAndKernel = only("model", with(JDK, ROOT + "elm..", ROOT + "kernel.."));

    /** What elmstream-edge.jar contains. */
    @ArchTest
    static final ArchRule edgeKnowsOnlyElmKernelAndModel =
            only("edge", with(JDK, ROOT + "elm..", ROOT + "kernel..", ROOT + "model.."));

    @ArchTest
    static final ArchRule exportKnowsOnlyElmAndModel = only("export", with(JDK, ROOT + "elm..", ROOT + "model.."));

    @ArchTest
    static final ArchRule rolloutKnowsOnlyModel = only("rollout", with(JDK, ROOT + "model.."));

    @ArchTest
    static final ArchRule governorKnowsOnlyModelRulesAndRollout =
            only("governor", with(JDK, ROOT + "elm..", ROOT + "model..", ROOT + "rules..", ROOT + "rollout.."));

    @ArchTest
    static final ArchRule alertKnowsOnlyTheJdk = only("alert", JDK);

    @ArchTest
    static final ArchRule qualityKnowsOnlyTheJdk = only("quality", JDK);

    @ArchTest
    static final ArchRule activityKnowsOnlyTheJdk = only("activity", JDK);

    @ArchTest
    static final ArchRule labelsKnowOnlyPositionsAndTraining =
            only("labels", with(JDK, ROOT + "alert..", ROOT + "training.."));

    @ArchTest
    static final ArchRule rulesKnowOnlyNamesJacksonAndCel = only(
            "rules",
            with(
                    JDK,
                    ROOT + "data..",
                    ROOT + "model..",
                    "com.fasterxml.jackson..",
                    "org.yaml.snakeyaml..",
                    "dev.cel..",
                    "com.google.common.."));

    @ArchTest
    static final ArchRule dataKnowsOnlyTheJdkAndZstd = only("data", with(JDK, "com.github.luben.zstd.."));

    @ArchTest
    static final ArchRule tablesKnowOnlyDataElmAndTheirForms = only(
            "tables",
            with(
                    JDK,
                    ROOT + "elm..",
                    ROOT + "data..",
                    "de.siegmar.fastcsv..",
                    "com.fasterxml.jackson..",
                    "org.apache.avro..",
                    "org.apache.parquet..",
                    "org.apache.hadoop.."));

    @ArchTest
    static final ArchRule embeddedServersStandAlone = noClasses()
            .that(resideInAPackage(ROOT + "embedded.."))
            .should()
            .dependOnClassesThat(resideInAPackage("io.elmstream..")
                    .and(DescribedPredicate.not(resideInAPackage(ROOT + "embedded.."))));

    /** The distribution lacks the broker; only commands of the source folder start one. */
    @ArchTest
    static final ArchRule onlyCommandsStartEmbeddedServers = noClasses()
            .that(not(rooms("embedded", "cli")))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "embedded.."));

    @ArchTest
    static final ArchRule noCircles = slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    // libraries

    @ArchTest
    static final ArchRule kafkaIsKnownWhereItIsWired = noClasses()
            .that(resideInAnyPackage(rooms(
                    "elm",
                    "kernel",
                    "batch",
                    "model",
                    "rollout",
                    "governor",
                    "alert",
                    "quality",
                    "activity",
                    "labels",
                    "rules",
                    "data",
                    "wire",
                    "training",
                    "edge",
                    "export",
                    "serving",
                    "http")))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.kafka.."));

    @ArchTest
    static final ArchRule kafkasClientsAreMadeInOnePlace = noClasses()
            .that(DescribedPredicate.not(simpleName("KafkaClients").or(simpleName("StreamsClients"))))
            .should()
            .callMethod(Admin.class, "create", Map.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(KafkaProducer.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(KafkaConsumer.class);

    @ArchTest
    static final ArchRule ejmlIsKnownWhereModelsAreTrained =
            noClasses().that(not(rooms("training"))).should().dependOnClassesThat(resideInAPackage("org.ejml.."));

    @ArchTest
    static final ArchRule avroIsKnownToWireReadingsAndFiles = noClasses()
            .that(not(rooms("wire", "readings", "scoring", "tables")))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.avro..").and(DescribedPredicate.not(aRecordAtAll())));

    @ArchTest
    static final ArchRule apicurioIsKnownToWireAlone = noClasses()
            .that(not(rooms("wire")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.apicurio..", "com.microsoft.kiota.."));

    @ArchTest
    static final ArchRule openTelemetryIsKnownToTracingAlone = noClasses()
            .that(not(rooms("tracing")))
            .should()
            .dependOnClassesThat(resideInAPackage("io.opentelemetry.."));

    @ArchTest
    static final ArchRule celIsKnownToOneClass = noClasses()
            .that(DescribedPredicate.not(resideInAPackage(ROOT + "rules..").and(nestedIn("CelSyntax"))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.cel..", "com.google.common.."));

    @ArchTest
    static final ArchRule textsOfProtobufSchemasAreReadInOnePlace = noClasses()
            .that(DescribedPredicate.not(simpleName("ProtobufFiles").or(simpleName("Given"))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.squareup..", "kotlin..", "okio.."));

    @ArchTest
    static final ArchRule parquetIsKnownToFilesAlone = noClasses()
            .that(not(rooms("scoring", "tables")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.parquet..", "org.apache.hadoop..", "blue.strategic.."));

    /** What these packages do not need is optional in the POM, or comes with the source folder alone. */
    @ArchTest
    static void whatTestsOfTopologiesNeedComesWithTheLibrary(JavaClasses all) {
        // Given
        Deque<JavaClass> open = new ArrayDeque<>(
                all.that(resideInAnyPackage(rooms("testing", "model", "elm", "kernel", "training", "config", "data"))));

        // When
        Set<JavaClass> reached = new HashSet<>(open);
        while (!open.isEmpty()) {
            open.remove().getDirectDependenciesFromSelf().stream()
                    .map(to -> to.getTargetClass().getBaseComponentType())
                    .filter(reached::add)
                    .filter(ArchitectureTest::isOurs)
                    .forEach(open::add);
        }

        // Then
        assertThat(reached)
                .filteredOn(type -> !type.isPrimitive())
                .extracting(JavaClass::getName)
                .allMatch(name -> LIBRARY.matcher(name).lookingAt());
    }

    @ArchTest
    static final ArchRule kafkasInsidesAreTouchedInOnePlace = noClasses()
            .that(DescribedPredicate.not(simpleName("CommitHook").or(simpleName("ModelsStoreType"))))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.apache.kafka.streams.processor.internals..", "org.apache.kafka.streams.state.internals.."));

    @ArchTest
    static void theVectorModuleIsKnownToTheVectorFormAlone(JavaClasses all) {
        // When
        Stream<JavaClass> users = all.stream()
                .filter(each -> each.getDirectDependenciesFromSelf().stream()
                        .anyMatch(to -> to.getTargetClass().getPackageName().startsWith("jdk.incubator")));

        // Then
        assertThat(users)
                .allSatisfy(user -> assertThat(user.getName())
                        .isIn(
                                ROOT + "kernel.SimdForwardPass",
                                ROOT + "kernel.SimdHidden",
                                ROOT + "kernel.SimdLinks",
                                ROOT + "kernel.SimdOutputs"));
    }

    // time, randomness and output come in as arguments

    @ArchTest
    static final ArchRule timeComesAsAnArgument = noClasses()
            .that(resideInAnyPackage(QUIET))
            .should()
            .accessTargetWhere(target(
                    "a clock",
                    (owner, name) -> owner.equals("java.lang.System") && name.matches("currentTimeMillis|nanoTime")
                            || owner.startsWith("java.time.") && name.equals("now")))
            .orShould()
            .dependOnClassesThat(assignableTo(Clock.class).or(assignableTo(Date.class)));

    @ArchTest
    static final ArchRule randomnessComesAsAnArgument = noClasses()
            .that(resideInAnyPackage(QUIET))
            .should()
            .accessTargetWhere(target(
                    "hidden randomness",
                    (owner, name) -> owner.matches("java\\.lang\\.(Strict)?Math") && name.equals("random")
                            || owner.equals("java.util.Collections") && name.equals("shuffle")))
            .orShould()
            .dependOnClassesThat(assignableTo(RandomGenerator.class).or(assignableTo(UUID.class)));

    @ArchTest
    static final ArchRule noThreadsWhereThingsArePure = noClasses()
            .that(resideInAnyPackage(PURE))
            .should()
            .accessTargetWhere(target(
                    "a parallel stream",
                    (owner, name) -> owner.startsWith("java.util.") && name.startsWith("parallel")))
            .orShould()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                    .or(assignableTo(Thread.class))
                    .or(assignableTo(Timer.class)));

    @ArchTest
    static final ArchRule onlyCommandsSpeakToTheTerminal = noClasses()
            .that(not(rooms("cli")).and(DescribedPredicate.not(simpleName("EdgeMain"))))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);

    // how it reads

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Engine");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        // When
        Stream<JavaPackage> ours = all.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(each -> !each.getName().equals(ROOT + "wire.avro"));

        // Then
        assertThat(ours)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.isAnnotatedWith(NullMarked.class))
                        .describedAs("%s has a package-info.java with @NullMarked", each.getName())
                        .isTrue());
    }

    /** What a generated record is and says of itself; with it, records of any kind can be encoded and shown. */
    private static DescribedPredicate<JavaClass> aRecordAtAll() {
        return DescribedPredicate.describe(
                "a record at all",
                type -> type.getFullName()
                        .matches("org\\.apache\\.avro\\.(specific\\.SpecificRecord(Base)?|Schema(\\$.*)?)"));
    }

    private static DescribedPredicate<JavaClass> nestedIn(String name) {
        return DescribedPredicate.describe(
                "be " + name, type -> type.getName().replaceFirst("\\$.*", "").endsWith("." + name));
    }

    private static ArchRule only(String room, String... known) {
        return classes()
                .that(resideInAPackage(ROOT + room + ".."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(with(known, ROOT + room + "..")));
    }

    /** Calls and method references whose target fits, by the name of its class and its own. */
    private static DescribedPredicate<JavaAccess<?>> target(String what, BiPredicate<String, String> fits) {
        return DescribedPredicate.describe(
                what,
                access -> fits.test(
                        access.getTargetOwner().getName(), access.getTarget().getName()));
    }

    private static boolean isOurs(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(ROOT);
    }

    /** Returns the package below the root, which is empty for a class in the root itself: no room is called that. */
    private static String room(JavaClass type) {
        return type.getPackageName().replaceFirst("^io\\.elmstream\\.?", "");
    }

    private static int floor(JavaClass type) {
        return floor(room(type));
    }

    private static int floor(String room) {
        return IntStream.range(0, FLOORS.size())
                .filter(floor -> FLOORS.get(floor).contains(room))
                .findFirst()
                .orElseThrow(() -> new AssertionError(room + " has no floor"));
    }

    private static DescribedPredicate<JavaClass> not(String... packages) {
        return DescribedPredicate.not(resideInAnyPackage(with(packages, GENERATED)));
    }

    private static String[] rooms(String... names) {
        return Arrays.stream(names).map(name -> ROOT + name + "..").toArray(String[]::new);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }
}
