package io.elmstream;

import io.elmstream.batch.Rejection;
import io.elmstream.governor.RefusalReason;
import io.elmstream.support.GoldenFile;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the tables of docs/operations.md against the code. */
class OperationsPageTest {

    private static final GoldenFile PAGE = new GoldenFile("docs/operations.md", OperationsPageTest.class, "");

    @Test
    void shouldListEveryReasonOfADeadLetter() {
        PAGE.sectionShouldBe("rejections", table(Rejection.values(), Rejection::explanation));
    }

    @Test
    void shouldListEveryReasonOfARefusal() {
        PAGE.sectionShouldBe("refusals", table(RefusalReason.values(), RefusalReason::explanation));
    }

    private static <E extends Enum<E>> String table(E[] reasons, Function<E, String> explanation) {
        return "| reason | meaning |\n|---|---|\n"
                + Arrays.stream(reasons)
                        .map(reason -> "| `" + reason + "` | " + explanation.apply(reason) + " |\n")
                        .collect(Collectors.joining());
    }
}
