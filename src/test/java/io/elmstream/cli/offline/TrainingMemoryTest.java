package io.elmstream.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.cli.terminal.CommandFailure;
import org.junit.jupiter.api.Test;

class TrainingMemoryTest {

    private static final long MEBIBYTE = 1 << 20;

    @Test
    void shouldSayWhatIsNeededAndWhichSettingGivesIt() {
        assertThatThrownBy(() -> TrainingMemory.require(4096, 7, 43_500, 768 * MEBIBYTE))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo("NOT_ENOUGH_MEMORY");
                    assertThat(failure.field()).isEqualTo("--hidden");
                })
                .hasMessageMatching(
                        "--hidden: 4,096 hidden units on 43,500 rows need a heap of about [\\d,]+ MB, and it may grow"
                                + " to 768 MB. Set HEAP_OPTS=-Xmx\\d+m .* or use [12],\\d{3} hidden units or fewer");
    }

    @Test
    void shouldTakeTheMemoryThatThereIs() {
        assertThatCode(() -> TrainingMemory.require(4096, 7, 43_500, 6_000 * MEBIBYTE))
                .doesNotThrowAnyException();
        assertThatCode(() -> TrainingMemory.require(600, 7, 43_500, 768 * MEBIBYTE))
                .doesNotThrowAnyException();
    }
}
