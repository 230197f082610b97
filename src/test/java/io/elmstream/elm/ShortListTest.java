package io.elmstream.elm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShortListTest {

    @Test
    void shouldNameTheFirstFewAndCountTheOthers() {
        // Given
        List<String> many = IntStream.range(0, 300).mapToObj(i -> "c" + i).toList();

        // When / Then
        assertThat(ShortList.of(List.of("a", "b"))).isEqualTo("\"a\", \"b\"");
        assertThat(ShortList.of(many)).startsWith("\"c0\", \"c1\", ").endsWith(", \"c9\" and 290 more");
        assertThat(ShortList.inBrackets(List.of("a", "b"))).isEqualTo("[a, b]");
        assertThat(ShortList.inBrackets(many)).startsWith("[c0, c1, ").endsWith(", c9 and 290 more]");
    }

    @Test
    void shouldCutLongNames() {
        // Given: two chars for each character
        String rockets = "\ud83d\ude80".repeat(50_000);

        // When / Then
        assertThat(ShortList.of(List.of(rockets))).isEqualTo("\"" + "\ud83d\ude80".repeat(100) + "...\"");
        assertThat(ShortList.inBrackets(List.of(rockets))).hasSize(205);
        assertThat(ShortList.shortened("x".repeat(100))).hasSize(100);
    }

    @Test
    void shouldMakeASentenceOfOneOrSeveral() {
        assertThat(ShortList.sentence(List.of(), "class %s is", "classes %s are"))
                .isEmpty();
        assertThat(ShortList.sentence(List.of("100 %s"), "class %s is", "classes %s are"))
                .containsExactly("class \"100 %s\" is");
        assertThat(ShortList.sentence(List.of("a", "b"), "class %s is", "classes %s are"))
                .containsExactly("classes \"a\", \"b\" are");
    }
}
