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
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Which room may know of which: the arrows point downward only, and what is pure stays pure. */
@AnalyzeClasses(packages = "io.elmstream", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.elmstream.";
    private static final String GENERATED = ROOT + "wire.avro..";
    private static final String[] JDK = {"java..", "org.jspecify.."};
    private static final String[] PURE = rooms("elm", "kernel", "batch", "model", "rollout", "governor", "alert");
    private static final String[] QUIET = rooms("elm", "kernel", "batch", "model", "rollout", "governor", "alert", "topology");

    // rooms

    @ArchTest
    static final ArchRule elmKnowsOnlyTheJdkAndEjml = only("elm", with(JDK, "org.ejml.."));

    @ArchTest
    static final ArchRule kernelKnowsOnlyElm = only("kernel", with(JDK, ROOT + "elm..", "jdk.incubator.vector.."));

    @ArchTest
    static final ArchRule batchKnowsOnlyTheJdk = only("batch", JDK);

    @ArchTest
    static final ArchRule modelKnowsOnlyElmAndKernel = only("model", with(JDK, ROOT + "elm..", ROOT + "kernel.."));

    @ArchTest
    static final ArchRule rolloutKnowsOnlyModel = only("rollout", with(JDK, ROOT + "model.."));

    @ArchTest
    static final ArchRule governorKnowsOnlyModelAndRollout =
            only("governor", with(JDK, ROOT + "elm..", ROOT + "model..", ROOT + "rollout.."));

    @ArchTest
    static final ArchRule alertKnowsOnlyTheJdk = only("alert", JDK);

    @ArchTest
    static final ArchRule dataKnowsOnlyElm = only("data", with(JDK, ROOT + "elm..", "de.siegmar.fastcsv.."));

    @ArchTest
    static final ArchRule wireStaysBelowTheTopology = unaware("wire", "topology", "app", "cli", "bench", "embedded", "data");

    @ArchTest
    static final ArchRule topologyStaysBelowTheApplication = unaware("topology", "app", "cli", "bench", "embedded", "data");

    @ArchTest
    static final ArchRule applicationStaysBelowTheCommands = unaware("app", "cli", "bench", "embedded");

    @ArchTest
    static final ArchRule embeddedServersStandAlone =
            unaware("embedded", "elm", "kernel", "batch", "model", "rollout", "governor", "alert", "data", "wire", "topology", "app", "cli");

    @ArchTest
    static final ArchRule noCircles = slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    // libraries

    @ArchTest
    static final ArchRule kafkaIsKnownWhereItIsWired = noClasses()
            .that(resideInAnyPackage(rooms("elm", "kernel", "batch", "model", "rollout", "governor", "alert", "data", "wire")))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.kafka.."));

    @ArchTest
    static final ArchRule ejmlIsKnownWhereModelsAreTrained =
            noClasses().that(not(rooms("elm", "bench"))).should().dependOnClassesThat(resideInAPackage("org.ejml.."));

    @ArchTest
    static final ArchRule avroAndApicurioAreKnownToWireAlone = noClasses()
            .that(not(rooms("wire", "bench")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.avro..", "io.apicurio..", "com.microsoft.kiota..")
                    .and(DescribedPredicate.not(aRecordAtAll())));

    @ArchTest
    static final ArchRule kafkasInsidesAreTouchedInOnePlace = noClasses()
            .that(DescribedPredicate.not(simpleName("CommitHook").or(simpleName("ModelsStoreType"))))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.apache.kafka.streams.processor.internals..", "org.apache.kafka.streams.state.internals.."));

    @ArchTest
    static void theVectorModuleIsKnownToOneClass(JavaClasses all) {
        // When
        Stream<JavaClass> users = all.stream().filter(each -> each.getDirectDependenciesFromSelf().stream()
                .anyMatch(to -> to.getTargetClass().getPackageName().startsWith("jdk.incubator")));

        // Then
        assertThat(users).allSatisfy(user -> assertThat(user.getPackageName()).isEqualTo(ROOT + "kernel"))
                .hasSizeLessThanOrEqualTo(1);
    }

    // time, randomness and output come in as arguments

    @ArchTest
    static final ArchRule timeComesAsAnArgument = noClasses()
            .that(resideInAnyPackage(QUIET))
            .should().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(Instant.class, "now")
            .orShould().dependOnClassesThat().areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule randomnessComesAsAnArgument = noClasses()
            .that(resideInAnyPackage(QUIET))
            .should().dependOnClassesThat().areAssignableTo(Random.class)
            .orShould().dependOnClassesThat().areAssignableTo(UUID.class)
            .orShould().callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule noThreadsWhereThingsArePure = noClasses()
            .that(resideInAnyPackage(PURE))
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                    .or(assignableTo(Thread.class)));

    @ArchTest
    static final ArchRule onlyCommandsSpeakToTheTerminal = noClasses()
            .that(not(rooms("cli")))
            .should().accessField(System.class, "out")
            .orShould().accessField(System.class, "err")
            .orShould().callMethod(System.class, "exit", int.class);

    // how it reads

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should().haveSimpleNameEndingWith("Util")
            .orShould().haveSimpleNameEndingWith("Utils")
            .orShould().haveSimpleNameEndingWith("Helper")
            .orShould().haveSimpleNameEndingWith("Manager")
            .orShould().haveSimpleNameEndingWith("Engine");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        // When
        Stream<JavaPackage> ours = all.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(each -> !each.getName().equals(ROOT + "wire.avro"));

        // Then
        assertThat(ours).isNotEmpty().allSatisfy(each -> assertThat(each.isAnnotatedWith(NullMarked.class))
                .describedAs("%s has a package-info.java with @NullMarked", each.getName())
                .isTrue());
    }

    /** What a generated record is and says of itself; with it, records of any kind can be encoded and shown. */
    private static DescribedPredicate<JavaClass> aRecordAtAll() {
        return DescribedPredicate.describe("a record at all", type -> type.getFullName().matches(
                "org\\.apache\\.avro\\.(specific\\.SpecificRecord(Base)?|Schema(\\$.*)?)"));
    }

    private static ArchRule only(String room, String... known) {
        return classes().that(resideInAPackage(ROOT + room + ".."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(with(known, ROOT + room + "..")));
    }

    private static ArchRule unaware(String room, String... of) {
        return noClasses().that(resideInAPackage(ROOT + room + "..")).should()
                .dependOnClassesThat(resideInAnyPackage(rooms(of)));
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
