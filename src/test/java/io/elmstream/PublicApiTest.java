package io.elmstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The public API is what docs/api.md lists. */
@AnalyzeClasses(packages = "io.elmstream", importOptions = DoNotIncludeTests.class)
class PublicApiTest {

    private static final String ROOT = "io.elmstream.";
    private static final Set<String> PACKAGES = Set.of("testing", "model", "elm", "kernel", "training", "edge");
    private static final Path PAGE = Path.of("docs/api.md");
    private static final String INTERNAL = "## Public, but not API";

    /** A row of a table of the page. */
    private static final Pattern TYPE = Pattern.compile("^\\| `([a-z.]+\\.[A-Z]\\w*)` \\|", Pattern.MULTILINE);

    @ArchTest
    static void thePageListsEveryPublicTypeOfItsPackages(JavaClasses all) throws IOException {
        // When
        Set<String> types = all.stream()
                .filter(type -> PACKAGES.contains(room(type)))
                .filter(type -> type.isTopLevelClass() && isPublic(type.getModifiers()))
                .map(PublicApiTest::name)
                .collect(Collectors.toSet());

        // Then
        Set<String> listed = Stream.concat(api(), internal())
                .filter(name -> PACKAGES.contains(name.substring(0, name.lastIndexOf('.'))))
                .collect(Collectors.toSet());
        assertThat(listed).as(PAGE + " lists").containsExactlyInAnyOrderElementsOf(types);
    }

    @ArchTest
    static void thePageListsOnlyTypesThatExist(JavaClasses all) throws IOException {
        // When
        Set<String> types = all.stream().map(PublicApiTest::name).collect(Collectors.toSet());

        // Then
        assertThat(types).containsAll(api().toList());
    }

    @ArchTest
    static void theApiShowsOnlyTypesOfTheApi(JavaClasses all) throws IOException {
        // Given
        Set<String> listed = api().collect(Collectors.toSet());

        // When
        Stream<String> shown = all.stream()
                .filter(type -> PACKAGES.contains(room(type)) && listed.contains(name(outermost(type))))
                .filter(type -> isPublic(type.getModifiers()))
                .flatMap(PublicApiTest::signatures)
                .filter(signature -> !listed.contains(signature.substring(signature.lastIndexOf(' ') + 1)));

        // Then
        assertThat(shown)
                .as("types in signatures of the API that " + PAGE + " does not list")
                .isEmpty();
    }

    /** Each as the member's name and one of the types of Elmstream that it shows. */
    private static Stream<String> signatures(JavaClass type) {
        Stream<JavaType> above = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<String> ofType = shown(above).map(each -> type.getName() + " " + each);
        Stream<String> ofMembers = type.getMembers().stream()
                .filter(member -> isPublic(member.getModifiers()))
                .flatMap(member -> shown(types(member)).map(each -> member.getFullName() + " " + each));
        return Stream.concat(ofType, ofMembers);
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaCodeUnit code) {
            return Stream.of(
                            code.getParameterTypes().stream(),
                            Stream.of(code.getReturnType()),
                            code.getExceptionTypes().stream())
                    .flatMap(each -> each);
        }
        return member.getAllInvolvedRawTypes().stream().map(JavaType.class::cast);
    }

    private static Stream<String> shown(Stream<JavaType> types) {
        return types.flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType)
                .filter(type -> type.getName().startsWith(ROOT))
                .map(PublicApiTest::outermost)
                .map(PublicApiTest::name);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(PublicApiTest::outermost).orElse(type);
    }

    private static boolean isPublic(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static String room(JavaClass type) {
        return type.getPackageName().replaceFirst(Pattern.quote(ROOT), "");
    }

    private static String name(JavaClass type) {
        return type.getName().replaceFirst(Pattern.quote(ROOT), "");
    }

    private static Stream<String> api() throws IOException {
        return types(Files.readString(PAGE).split(INTERNAL, 2)[0]);
    }

    private static Stream<String> internal() throws IOException {
        return types(Files.readString(PAGE).split(INTERNAL, 2)[1]);
    }

    private static Stream<String> types(String page) {
        return TYPE.matcher(page).results().map(row -> row.group(1));
    }
}
