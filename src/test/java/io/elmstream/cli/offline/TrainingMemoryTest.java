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
        assertThatThrownBy(() -> shuttle(768).require("--hidden", 4096, false))
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
        assertThatCode(() -> shuttle(6_000).require("--hidden", 4096, true)).doesNotThrowAnyException();
        assertThatCode(() -> shuttle(768).require("--hidden", 600, true)).doesNotThrowAnyException();
        assertThatCode(() -> wide(1_400).require("--hidden", 20, true)).doesNotThrowAnyException();
        assertThatCode(() -> wide(200).require("--hidden", 20, false)).doesNotThrowAnyException();
    }

    @Test
    void shouldCountDirectLinksOfFeatures() {
        assertThatThrownBy(() -> wide(200).require("--hidden", 20, true))
                .hasMessageMatching("--hidden: 20 hidden units and direct links of 5,000 features on 60 rows need .*"
                        + " if this machine has the memory, or leave out direct links: --hidden N --layer KIND"
                        + " --no-direct, with N up to 1,\\d{3}");
        assertThatThrownBy(() -> wide(200).require("--layer", 0, true))
                .hasMessageMatching("--layer: direct links of 5,000 features on 60 rows need .* --no-direct, .*");
    }

    @Test
    void shouldCountTheSumsOfEachRuleOfForgetting() {
        assertThatCode(() -> shuttle(768).requireOnline(2000, 5)).doesNotThrowAnyException();
        assertThatThrownBy(() -> shuttle(768).requireOnline(4000, 5))
                .hasMessageMatching("--forgetting: 5 rules of 4,000 units with their direct links need a heap of .*"
                        + " or use fewer rules or hidden units");
    }

    @Test
    void shouldNotAdviseFewerUnitsWhereNoneFits() {
        assertThatThrownBy(() -> wide(64).require("--hidden", 20, true))
                .hasMessageEndingWith(
                        "MB, and it may grow to 64 MB. Set HEAP_OPTS=-Xmx1251m if this machine has the" + " memory");
    }

    @Test
    void shouldLimitASearchToWhatFitsBesideDirectLinks() {
        assertThat(shuttle(4_000).mostUnits(2048)).isEqualTo(2048);
        assertThat(shuttle(500).mostUnits(2048)).isEqualTo(1024);
        assertThat(wide(1_400).mostUnits(2048)).isEqualTo(256);
        assertThat(wide(200).mostUnits(2048)).isEqualTo(TrainingMemory.FEWEST_UNITS);
    }

    @Test
    void shouldCountTheUnitsOfAModelThatIsRounded() {
        assertThatCode(() -> wide(1_400).requireToRound(5_020)).doesNotThrowAnyException();
        assertThatThrownBy(() -> wide(200).requireToRound(5_020))
                .hasMessageStartingWith("FILE: 5,020 units, rounded to 8 bits, need a heap of about 1,")
                .hasMessageEndingWith("or use --bits 16");
    }

    private static TrainingMemory shuttle(long megabytes) {
        return new TrainingMemory(9, 7, 43_500, megabytes * MEBIBYTE);
    }

    private static TrainingMemory wide(long megabytes) {
        return new TrainingMemory(5_000, 2, 60, megabytes * MEBIBYTE);
    }
}
