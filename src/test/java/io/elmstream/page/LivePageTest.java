package io.elmstream.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.http.WebReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LivePageTest {

    private static final long T = 1_764_240_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private long now = T;
    private final LivePage page =
            new LivePage(new PageFacts("elmstream", "i1", "1.0", true, 1_000, 3_600_000, false, true), 2, () -> now);

    @Test
    void shouldSendTheFullStateToWhoCameWhileTheHistoryWasRead() throws IOException {
        // Given: half of an hour is read
        long start = T - 3_600_000;
        Heard early = new Heard();
        report(start, 1, 1_800);
        page.open(early, false);
        JsonNode half = early.event("state");

        // When
        report(start, 1_801, 3_600);
        page.change();

        // Then
        assertThat(half.at("/instances/0/status").asText()).isEqualTo("up");
        JsonNode whole = early.event("state");
        assertThat(whole.at("/instances/0/status").asText()).isEqualTo("up");
        assertThat(whole.get("times").get(0).asLong()).isLessThanOrEqualTo(start / 1_000 + 30);
        assertThat(holes(whole)).isZero();

        // When
        now += 1_000;
        report(start, 3_601, 3_601);
        page.change();

        // Then
        assertThat(early.event("change").at("/points/times")).hasSize(1);
    }

    @Test
    void shouldSendTheFullStateWhereAChangeWouldLeaveAHole() throws IOException {
        // Given
        long start = T - 10_000;
        Heard heard = new Heard();
        report(start, 1, 10);
        page.change();
        page.open(heard, false);
        heard.event("state");

        // When: nothing could be read for half an hour
        now += 1_800_000;
        report(start, 11, 1_810);
        page.change();

        // Then
        JsonNode whole = heard.event("state");
        assertThat(whole.get("times").get(0).asLong()).isLessThanOrEqualTo(T / 1_000);
        assertThat(holes(whole)).isZero();
    }

    @Test
    void shouldTellOfAPartThatIsAgainAsItWasLastSent() throws IOException {
        // Given: a first page knows of no sensor in alert
        Heard first = new Heard();
        alerts(1, 0);
        page.change();
        page.open(first, false);
        first.event("state");
        page.change();
        assertThat(first.event("change").at("/alerts/inAlert").asInt(-1)).isZero();

        // When: a second one comes while one is
        Heard second = new Heard();
        alerts(2, 1);
        page.open(second, false);
        alerts(3, 0);
        page.change();

        // Then
        assertThat(second.event("state", 2).at("/alerts/inAlert").asInt()).isOne();
        assertThat(second.event("change").at("/alerts/inAlert").asInt(-1)).isZero();

        // When: both leave, and another comes while one is
        page.close(first);
        page.close(second);
        page.change();
        Heard third = new Heard();
        alerts(4, 1);
        page.open(third, false);
        alerts(5, 0);
        page.change();

        // Then
        assertThat(third.event("state", 2).at("/alerts/inAlert").asInt()).isOne();
        assertThat(third.event("change").at("/alerts/inAlert").asInt(-1)).isZero();
    }

    @Test
    void shouldSendNoPointTwiceToWhoComesBetweenTwoChanges() throws IOException {
        // Given
        report(T - 10_000, 1, 10);
        page.change();
        page.open(new Heard(), false);
        now += 3_000;
        report(T - 10_000, 11, 13);

        // When
        Heard second = new Heard();
        page.open(second, false);
        now += 1_000;
        report(T - 10_000, 14, 14);
        page.change();

        // Then
        JsonNode times = second.event("state", 2).get("times");
        assertThat(second.event("change").at("/points/times/0").asLong())
                .isGreaterThan(times.get(times.size() - 1).asLong());
    }

    @Test
    void shouldGoOnWhenTheClockWasSetBack() throws IOException {
        // Given
        Heard heard = new Heard();
        report(T - 10_000, 1, 10);
        page.change();
        page.open(heard, false);
        heard.event("state");

        // When: an hour back, the history is read again
        now -= 3_600_000;
        page.beginAnew();
        report(now - 10_000, 1, 10);
        page.change();

        // Then
        JsonNode whole = heard.event("state");
        assertThat(whole.get("times").get(0).asLong()).isLessThan(now / 1_000);
        assertThat(whole.at("/instances/0/status").asText()).isEqualTo("up");
    }

    @Test
    void shouldSendTheSameToThoseWhoTakeItCompressed() throws IOException {
        // Given
        Heard plain = new Heard();
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        report(T - 10_000, 1, 10);
        page.change();

        // When
        page.open(plain, false);
        page.open(
                new WebReply.Listener() {
                    @Override
                    public boolean send(byte[] bytes) {
                        zipped.writeBytes(bytes);
                        return true;
                    }

                    @Override
                    public void close() {}
                },
                true);
        now += 11_000;
        page.change();

        // Then
        String sent = new String(GzipTest.unzipped(zipped.toByteArray()), UTF_8);
        assertThat(sent).contains("retry: 2000", "event: state").endsWith(plain.events.get(plain.events.size() - 1));
    }

    @Test
    void shouldNotKeepWhoLeftBeforeBeingAdded() {
        // Given
        Heard gone = new Heard();
        gone.hasLeft = true;

        // When: that it left is told first
        for (int i = 0; i < 3; i++) {
            page.close(gone);
            page.open(gone, false);
        }
        page.open(new Heard(), false);

        // Then
        assertThat(page.hasRoom()).isTrue();
    }

    @Test
    @Timeout(60)
    void shouldLetGoWhileTheStateIsInUse() {
        // Given
        Heard first = new Heard();
        page.open(first, false);
        page.open(new Heard(), false);

        // When: another thread leaves, and asks, while this one has the state
        page.take((state, time) -> CompletableFuture.runAsync(() -> page.close(first))
                .thenRun(() -> assertThat(page.hasRoom()).isTrue())
                .join());

        // Then
        page.change();
        assertThat(first.events).hasSize(1);
    }

    private void alerts(int second, int count) {
        page.take((state, time) -> state.take(
                Reports.full(
                        "i1",
                        T - 10_000,
                        T - 10_000 + 1_000L * second,
                        false,
                        List.of(),
                        0,
                        count,
                        Reports.alerts(0, count, T - 9_000),
                        Map.of(),
                        List.of()),
                time,
                time));
    }

    /** Takes a report for each second, as one that reads the past. */
    private void report(long start, int from, int to) {
        for (int second = from; second <= to; second++) {
            long at = start + 1_000L * second;
            int count = 100 * second;
            page.take((state, time) -> {
                state.advance(at);
                state.take(Reports.of("i1", start, at, count, 0), at, at);
            });
        }
    }

    private static long holes(JsonNode state) {
        List<Long> times = new ArrayList<>();
        state.get("times").forEach(time -> times.add(time.asLong()));
        long holes = 0;
        for (int i = 1; i < times.size(); i++) {
            holes += times.get(i) - times.get(i - 1) > TimeAxis.COARSE ? 1 : 0;
        }
        return holes;
    }

    /** A client of the page. */
    private static final class Heard implements WebReply.Listener {

        private final List<String> events = new ArrayList<>();
        private boolean hasLeft;

        @Override
        public boolean send(byte[] bytes) {
            String event = new String(bytes, UTF_8);
            if (event.startsWith("id: ")) {
                events.add(event);
            }
            return !hasLeft;
        }

        @Override
        public void close() {}

        /** Takes the only event that has come. */
        JsonNode event(String name) throws IOException {
            return event(name, 1);
        }

        /** Takes the first of the events that have come. */
        JsonNode event(String name, int waiting) throws IOException {
            assertThat(events).hasSize(waiting);
            String event = events.remove(0);
            assertThat(event).contains("\nevent: " + name + "\n");
            return JSON.readTree(event.substring(event.indexOf("data: ") + 6));
        }
    }
}
