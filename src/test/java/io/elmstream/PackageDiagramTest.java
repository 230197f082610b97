package io.elmstream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.elmstream.support.GoldenFile;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The diagram of the packages in CONTRIBUTING.md, generated from the classes. */
@AnalyzeClasses(packages = "io.elmstream", importOptions = DoNotIncludeTests.class)
class PackageDiagramTest {

    private static final String ROOT = "io.elmstream.";
    private static final GoldenFile PAGE = new GoldenFile("CONTRIBUTING.md", PackageDiagramTest.class, "");

    @ArchTest
    static void contributingShowsThePackagesAndTheirDependencies(JavaClasses all) {
        // Given
        Map<String, Set<String>> uses = new TreeMap<>();
        all.stream()
                .filter(type -> type.getPackageName().startsWith(ROOT))
                .forEach(type -> uses.computeIfAbsent(name(type), added -> new TreeSet<>())
                        .addAll(used(type)));

        // When
        String diagram = uses.entrySet().stream()
                .flatMap(user -> user.getValue().stream()
                        .filter(used -> user.getValue().stream().noneMatch(between -> reaches(uses, between, used)))
                        .map(used -> "    " + node(user.getKey()) + " --> " + node(used) + "\n"))
                .collect(Collectors.joining());

        // Then
        PAGE.sectionShouldBe("package diagram", "```mermaid\nflowchart TD\n" + diagram + "```\n");
    }

    private static Set<String> used(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(to -> to.getTargetClass())
                .filter(to -> to.getPackageName().startsWith(ROOT))
                .map(PackageDiagramTest::name)
                .filter(name -> !name.equals(name(type)))
                .collect(Collectors.toSet());
    }

    /** Whether a package uses another by way of others; a dependency that others imply is omitted. */
    private static boolean reaches(Map<String, Set<String>> uses, String from, String to) {
        return uses.get(from).stream().anyMatch(next -> next.equals(to) || reaches(uses, next, to));
    }

    private static String name(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    /** Mermaid takes an id with a dot for a style. */
    private static String node(String name) {
        return name.replace('.', '_') + "[" + name + "]";
    }
}
