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

/** The picture of the rooms in CONTRIBUTING.md, made from the classes. */
@AnalyzeClasses(packages = "io.elmstream", importOptions = DoNotIncludeTests.class)
class RoomsPictureTest {

    private static final String ROOT = "io.elmstream.";
    private static final GoldenFile PAGE = new GoldenFile("CONTRIBUTING.md", RoomsPictureTest.class, "");

    @ArchTest
    static void contributingShowsTheRoomsAndTheirArrows(JavaClasses all) {
        // Given
        Map<String, Set<String>> uses = new TreeMap<>();
        all.stream()
                .filter(type -> type.getPackageName().startsWith(ROOT))
                .forEach(type -> uses.computeIfAbsent(room(type), added -> new TreeSet<>())
                        .addAll(used(type)));

        // When
        String picture = uses.entrySet().stream()
                .flatMap(room -> room.getValue().stream()
                        .filter(used -> room.getValue().stream().noneMatch(between -> reaches(uses, between, used)))
                        .map(used -> "    " + node(room.getKey()) + " --> " + node(used) + "\n"))
                .collect(Collectors.joining());

        // Then
        PAGE.sectionShouldBe("rooms", "```mermaid\nflowchart TD\n" + picture + "```\n");
    }

    private static Set<String> used(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(to -> to.getTargetClass())
                .filter(to -> to.getPackageName().startsWith(ROOT))
                .map(RoomsPictureTest::room)
                .filter(room -> !room.equals(room(type)))
                .collect(Collectors.toSet());
    }

    /** Whether a room uses another by way of others; an arrow that others imply is not drawn. */
    private static boolean reaches(Map<String, Set<String>> uses, String from, String to) {
        return uses.get(from).stream().anyMatch(next -> next.equals(to) || reaches(uses, next, to));
    }

    private static String room(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    /** Mermaid takes the name of a room that holds a dot for a style. */
    private static String node(String room) {
        return room.replace('.', '_') + "[" + room + "]";
    }
}
