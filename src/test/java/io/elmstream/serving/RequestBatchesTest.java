package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Mode;
import io.elmstream.serving.ReadyChoice.Counterpart;
import io.elmstream.support.TestModels;
import io.elmstream.topology.inference.TestFolders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RequestBatchesTest {

    private static final int ROWS = 256;

    private final ModelIndex index = FileModels.index(
            Map.of(
                    new VersionKey(new ModelId("sides"), 1),
                    TestModels.greater("sides", 1),
                    new VersionKey(new ModelId("other"), 1),
                    TestModels.smaller("other", 1)),
            TestFolders.fresh(),
            Runnable::run,
            () -> 0);
    private final ReadyVersion greater = version("sides");
    private final ReadyVersion smaller = version("other");
    private final List<Integer> rowsOfBatches = new ArrayList<>();

    @Test
    void shouldScoreWhatWaitsTogether() {
        // Given
        RequestBatches batches = batches(new PlainForwardPass());
        ScoreRequest first = request(greater, 3, 1, 0, 2);
        ScoreRequest second = request(smaller, 3, 1);
        List<ScoreRequest> done = new ArrayList<>();
        batches.add(first, () -> done.add(first));
        batches.add(second, () -> done.add(second));
        assertThat(done).isEmpty();

        // When
        batches.drain();

        // Then
        assertThat(done).containsExactly(first, second);
        assertThat(rowsOfBatches).containsExactly(3);
        assertThat(List.of(first.label(0), first.label(1), second.label(0))).containsExactly("left", "right", "right");
        assertThat(greater.counts().predictions()).isEqualTo(2);
        assertThat(smaller.counts().predictions()).isEqualTo(1);
    }

    @Property(tries = 200)
    void shouldGiveEachRequestItsOwnScores(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 60) Integer> sizes, @ForAll int seed) {
        // Given
        RequestBatches batches = batches(ForwardPass.fastest());
        List<ScoreRequest> requests = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            float[] rows = new float[sizes.get(i) * 2];
            for (int v = 0; v < rows.length; v++) {
                rows[v] = Math.floorMod(seed + 31 * i + 17 * v, 101) + (v % 2) * 0.5f;
            }
            requests.add(request(i % 3 == 0 ? smaller : greater, rows));
        }
        int all = sizes.stream().mapToInt(Integer::intValue).sum();

        // When
        requests.forEach(each -> batches.add(each, () -> {}));
        batches.drain();

        // Then
        for (ScoreRequest each : requests) {
            for (int row = 0; row < each.count(); row++) {
                boolean left = each.rows()[row * 2] > each.rows()[row * 2 + 1] == (each.version() == greater);
                assertThat(each.label(row)).isEqualTo(left ? "left" : "right");
            }
        }
        assertThat(rowsOfBatches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(all);
        assertThat(rowsOfBatches).allMatch(rows -> rows < ROWS + 60);
        rowsOfBatches.clear();
    }

    @Test
    void shouldFinishRequestsThatAVersionCannotScore() {
        // Given
        RequestBatches batches = batches((model, rows, count, workspace, probabilities) -> {
            throw new IllegalStateException("broken");
        });
        ScoreRequest request = request(greater, 3, 1);
        List<String> done = new ArrayList<>();
        batches.add(request, () -> done.add(request.label(0)));

        // When
        batches.drain();

        // Then
        assertThat(done).containsExactly("");
        assertThat(request.failed(0)).isTrue();
        assertThat(request.probabilities()).containsOnly(0);
        assertThat(greater.counts().predictions()).isZero();
    }

    @Test
    void shouldCompareWithTheVersionBeside() {
        // Given
        ComparisonCounts counts = new ComparisonCounts();
        RequestBatches batches = batches(new PlainForwardPass());
        ScoreRequest request = new ScoreRequest(
                new ReadyChoice(greater, Optional.of(new Counterpart(smaller, Mode.SHADOW, counts))),
                new float[] {3, 1, 0, 2},
                2);
        batches.add(request, () -> {});

        // When
        batches.drain();

        // Then
        assertThat(request.label(0)).isEqualTo("left");
        assertThat(counts.sum().compared()).isEqualTo(2);
        assertThat(counts.sum().agreed()).isZero();
        assertThat(smaller.counts().predictions()).isZero();
    }

    private RequestBatches batches(ForwardPass pass) {
        return new RequestBatches(GroupScorer.withoutCache(pass, Rounding.NONE), ROWS, rowsOfBatches::add);
    }

    private static ScoreRequest request(ReadyVersion version, float... rows) {
        return new ScoreRequest(new ReadyChoice(version, Optional.empty()), rows, rows.length / 2);
    }

    private ReadyVersion version(String model) {
        return index.snapshot()
                .named(model)
                .orElseThrow()
                .version(1, OnDemand.NONE)
                .orElseThrow();
    }
}
