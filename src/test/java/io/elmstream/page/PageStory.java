package io.elmstream.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * States of an application as the page gets them, always the same: presses whose model gets a third version, which is
 * tried, promoted, and rolled back when alerts rise.
 */
final class PageStory {

    /** 2025-11-27 10:40:00 UTC. */
    static final long NOW = 1_764_240_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FINE = 600;
    private static final int COARSE_POINTS = 340;
    private static final long MINUTE = 60_000;

    /** Seconds before now of each point. */
    private static final int[] AGO = IntStream.concat(
                    IntStream.range(0, COARSE_POINTS).map(i -> FINE + 30 * (COARSE_POINTS - i)),
                    IntStream.range(0, FINE).map(i -> FINE - 1 - i))
            .toArray();

    private PageStory() {}

    /** Version 2 alone, without alerts. */
    static ObjectNode quiet() {
        Map<String, Object> state = state(List.of(
                mark(170, "publish", 2, "published", "", ""),
                mark(158, "activate", 2, "champion 2", "request alice-1", "")));
        state.put("series", series(t -> 4200, t -> 0, t -> 0.01, t -> 0));
        state.put("models", List.of(press(2, 0, List.of(2), 2), pump()));
        return JSON.valueToTree(state);
    }

    /** Version 3 scores a tenth of the sensors, and labels say that it is better. */
    static ObjectNode trial() {
        Map<String, Object> state = state(List.of(
                mark(158, "activate", 2, "champion 2", "request alice-1", ""),
                mark(8.6, "publish", 3, "published", "", ""),
                mark(7.5, "challenge", 3, "champion 2, and version 3 as canary for 10 %", "request learner-7", ""),
                mark(2.5, "refused", 4, "refused: DIGEST_MISMATCH", "request alice-9", "the file is damaged")));
        state.put("series", series(t -> t > 450 ? 4200 : 3780, t -> t > 450 ? 0 : 420, t -> 0.015, t -> 0));
        state.put("models", List.of(press(2, 3, List.of(3, 2), 6), pump()));
        state.put("alerts", alerts(3, NOW - 5 * MINUTE));
        return JSON.valueToTree(state);
    }

    /** Version 3 was promoted, alerts rose, an operator rolled it back. */
    static ObjectNode rolledBack() {
        Map<String, Object> state = state(List.of(
                mark(158, "activate", 2, "champion 2", "request alice-1", ""),
                mark(9.2, "challenge", 3, "champion 2, and version 3 as canary for 10 %", "request learner-7", ""),
                mark(6, "gate", 3, "champion 3", "its gate", "accuracy 98.9 % against 98.0 %, 5,000 readings"),
                mark(2.2, "drift", 3, "drift of classes", "", "0.310, was or may be 0.100"),
                mark(1.2, "rollback", 2, "champion 2", "request bob-3", "alerts on line 4")));
        state.put(
                "series",
                series(
                        t -> t > 552 ? 4200 : t > 360 ? 3780 : t > 72 ? 0 : 4150,
                        t -> t > 552 ? 0 : t > 360 ? 420 : t > 72 ? 4100 : 0,
                        t -> t > 200 || t < 60 ? 0.02 : 3.2,
                        t -> t > 140 && t < 190 ? 1.5 : 0));
        state.put("models", List.of(press(2, 0, List.of(3, 2), 8), pump()));
        state.put("alerts", alerts(42, NOW - 2 * MINUTE));
        state.put("deadLetters", Map.of("total", 62, "reasons", List.of(refused())));
        return JSON.valueToTree(state);
    }

    /** Many instances, partitions, versions and sensors in alert. */
    static ObjectNode large(int instances, int sensors) {
        ObjectNode state = rolledBack();
        state.set(
                "instances",
                JSON.valueToTree(IntStream.range(0, instances)
                        .mapToObj(i -> instance("press-" + i, i))
                        .toList()));
        state.set(
                "partitions",
                JSON.valueToTree(IntStream.range(0, 6 * instances)
                        .mapToObj(i -> partition(i, "press-" + i % instances, i % 97 == 0 ? 120_000 : 0))
                        .toList()));
        state.set("alerts", JSON.valueToTree(alerts(sensors, NOW - 2 * MINUTE)));
        return state;
    }

    /** A change at a number of seconds after the story, with one point of the given rates. */
    static ObjectNode change(int second, double rate, double raised, double cleared) {
        ObjectNode change = JSON.createObjectNode().put("at", NOW + 1000L * second);
        change.set(
                "points",
                JSON.valueToTree(map(
                        "times",
                        List.of(NOW / 1000 + second),
                        "versions",
                        List.of(map("model", "press", "version", 2, "values", List.of(rate))),
                        "raised",
                        List.of(raised),
                        "cleared",
                        List.of(cleared),
                        "latencyMedian",
                        List.of(14),
                        "latencyP99",
                        List.of(41),
                        "oldest",
                        List.of(9),
                        "lag",
                        List.of(60))));
        return change;
    }

    static Map<String, Object> mark(double minutesAgo, String kind, int version, String text, String who, String why) {
        long at = NOW - (long) (minutesAgo * MINUTE);
        return map(
                "id",
                "status/0/" + at,
                "at",
                at,
                "model",
                "press",
                "version",
                version,
                "kind",
                kind,
                "text",
                text,
                "who",
                who,
                "why",
                why);
    }

    static Map<String, Object> sensor(int i, String name, long since) {
        List<Double> spark = IntStream.range(0, 20)
                .mapToObj(j -> round(0.72 + 0.2 * noise(31 * i + j) + 0.008 * j))
                .toList();
        return map(
                "sensor",
                name,
                "owner",
                "press",
                "since",
                since,
                "label",
                "overheat",
                "confidence",
                spark.get(19),
                "at",
                NOW - 400,
                "spark",
                spark);
    }

    static Map<String, Object> alerts(int count, long since) {
        return map(
                "inAlert",
                count,
                "sensors",
                IntStream.range(0, Math.min(count, 200))
                        .mapToObj(i -> sensor(i, "line-%d/press-%03d".formatted(1 + i % 4, 100 + i), since + 900L * i))
                        .toList());
    }

    private static Map<String, Object> state(List<Map<String, Object>> marks) {
        return map(
                "application",
                "press-line",
                "self",
                "press-1",
                "at",
                NOW,
                "release",
                "0.1.0",
                "actions",
                true,
                "intervalMillis",
                1000,
                "historyMillis",
                180 * MINUTE,
                "features",
                Map.of("quality", true, "rules", false, "learner", true, "clearing", true),
                "times",
                IntStream.of(AGO).mapToObj(ago -> NOW / 1000 - ago).toList(),
                "marks",
                marks,
                "partitions",
                IntStream.range(0, 24)
                        .mapToObj(i -> partition(i, "press-" + (1 + i % 3), i == 7 ? 1400 : 20))
                        .toList(),
                "instances",
                IntStream.rangeClosed(1, 3)
                        .mapToObj(i -> instance("press-" + i, i))
                        .toList(),
                "alerts",
                alerts(0, NOW),
                "deadLetters",
                Map.of("total", 0, "reasons", List.of()));
    }

    private static Map<String, Object> series(
            DoubleUnaryOperator second,
            DoubleUnaryOperator third,
            DoubleUnaryOperator raised,
            DoubleUnaryOperator refused) {
        return map(
                "versions",
                        List.of(
                                map("model", "press", "version", 2, "values", wavy(second, 1)),
                                map("model", "press", "version", 3, "values", wavy(third, 2)),
                                map("model", "pump", "version", 1, "values", wavy(t -> 900, 3))),
                "classes",
                        List.of(
                                map("model", "press", "label", "ok", "values", wavy(t -> 3600, 4)),
                                map("model", "press", "label", "worn", "values", wavy(t -> 420, 5)),
                                map(
                                        "model",
                                        "press",
                                        "label",
                                        "overheat",
                                        "values",
                                        wavy(t -> 120 + 160 * raised.applyAsDouble(t), 6)),
                                map("model", "pump", "label", "ok", "values", wavy(t -> 900, 3))),
                "deadLetters", List.of(map("reason", "WRONG_WIDTH", "values", sparse(refused, 7))),
                "raised", sparse(raised, 8),
                "cleared", sparse(t -> 0.7 * raised.applyAsDouble(t + 30), 9),
                "latencyMedian", wavy(t -> 14, 10),
                "latencyP99", wavy(t -> 38 + 40 * raised.applyAsDouble(t), 11),
                "oldest", wavy(t -> 12 + (t > 355 && t < 362 ? 900 : 0), 12),
                "lag", wavy(t -> 60, 13));
    }

    private static Map<String, Object> press(int champion, int challenger, List<Integer> versions, int revision) {
        List<Map<String, Object>> steps = new ArrayList<>();
        steps.add(step(1, 158, "champion 2", "request alice-1"));
        if (versions.size() > 1) {
            steps.add(step(6, 7.5, "champion 2, and version 3 as canary for 10 %", "request learner-7"));
        }
        if (revision == 8) {
            steps.add(step(7, 6, "champion 3", "its gate"));
            steps.add(step(8, 1.2, "champion 2", "request bob-3"));
        }
        Map<String, Object> model = map(
                "id",
                "press",
                "kind",
                "model",
                "revision",
                revision,
                "champion",
                champion,
                "versions",
                versions.stream()
                        .map(v -> version(v, v == champion ? "champion" : v == challenger ? "challenger" : "ready"))
                        .toList(),
                "timeline",
                steps,
                "classes",
                List.of(
                        share("ok", 0.867, 0.88),
                        share("worn", 0.101, 0.1),
                        share("overheat", revision == 8 ? 0.058 : 0.032, 0.02)),
                "quality",
                map(
                        "status",
                        "ok",
                        "accuracy",
                        0.981,
                        "low",
                        0.976,
                        "high",
                        0.985,
                        "estimated",
                        false,
                        "drift",
                        "none"));
        if (challenger > 0) {
            model.putAll(map(
                    "challenger",
                    challenger,
                    "mode",
                    "canary",
                    "share",
                    "10 %",
                    "gate",
                    "after 5,000 readings: accuracy at most 0.50 % lower, errors at most 0.10 %",
                    "comparison",
                    map(
                            "challenger",
                            challenger,
                            "compared",
                            189_420,
                            "agreed",
                            186_011,
                            "errors",
                            0,
                            "labelled",
                            3212,
                            "championCorrect",
                            3148,
                            "challengerCorrect",
                            3175,
                            "difference",
                            0.0084,
                            "low",
                            0.0031,
                            "high",
                            0.0137,
                            "pairs",
                            List.of(
                                    pair("ok", "worn", 1904),
                                    pair("worn", "ok", 918),
                                    pair("overheat", "ok", 402),
                                    pair("ok", "overheat", 185)))));
        }
        return model;
    }

    private static Map<String, Object> pump() {
        return map(
                "id",
                "pump",
                "kind",
                "model",
                "revision",
                1,
                "champion",
                1,
                "versions",
                List.of(version(1, "champion")),
                "timeline",
                List.of(step(1, 170, "champion 1", "request alice-1")),
                "classes",
                List.of(share("ok", 0.995, 0.99), share("cavitation", 0.005, 0.01)));
    }

    private static Map<String, Object> version(int version, String state) {
        return map(
                "version",
                version,
                "state",
                state,
                "bytes",
                48_000L + 9_100 * version,
                "nanosPerReading",
                780.0 + 20 * version,
                "predictions",
                41_000_000L / version,
                "accuracy",
                0.97 + 0.004 * version,
                "labelled",
                3212,
                "instances",
                IntStream.rangeClosed(1, 3)
                        .mapToObj(i -> map("id", "press-" + i, "readiness", "READY", "reason", ""))
                        .toList());
    }

    private static Map<String, Object> step(int revision, double minutesAgo, String text, String who) {
        long at = NOW - (long) (minutesAgo * MINUTE);
        return map("revision", revision, "from", at, "text", text, "who", who, "at", at);
    }

    private static Map<String, Object> share(String label, double share, double trained) {
        return map("label", label, "share", share, "trained", trained);
    }

    private static Map<String, Object> pair(String champion, String challenger, int count) {
        return map("champion", champion, "challenger", challenger, "count", count);
    }

    private static Map<String, Object> partition(int i, String instance, long oldest) {
        return map(
                "topic",
                "readings",
                "partition",
                i,
                "instance",
                instance,
                "lag",
                oldest / 20,
                "oldestMillis",
                oldest,
                "moves",
                true);
    }

    private static Map<String, Object> instance(String id, int i) {
        return map(
                "id",
                id,
                "release",
                "0.1.0",
                "java",
                "17",
                "address",
                "10.0.0.%d:8080".formatted(10 + i),
                "status",
                "up",
                "threads",
                2,
                "startedAt",
                NOW - 165 * MINUTE,
                "at",
                NOW - 300,
                "heapUsed",
                310_000_000L + 7_000_000L * i,
                "heapMax",
                1_073_741_824L,
                "cpu",
                0.38 + 0.01 * (i % 9),
                "problems",
                List.of(),
                "warnings",
                List.of());
    }

    private static Map<String, Object> refused() {
        return map(
                "reason",
                "WRONG_WIDTH",
                "total",
                62,
                "replay",
                "elmstream dead-letters replay --reason WRONG_WIDTH",
                "samples",
                IntStream.range(0, 3)
                        .mapToObj(i -> map(
                                "topic",
                                "readings",
                                "partition",
                                7,
                                "offset",
                                90_210 + i,
                                "sensor",
                                "line-4/press-131",
                                "message",
                                "5 features were given, but press has 9",
                                "at",
                                NOW - 150_000 - 1000L * i))
                        .toList());
    }

    private static List<Double> wavy(DoubleUnaryOperator base, int seed) {
        return IntStream.range(0, AGO.length)
                .mapToObj(i -> round(base.applyAsDouble(AGO[i])
                        * (1 + 0.05 * Math.sin(AGO[i] / 70.0) + 0.03 * noise(1000 * seed + i))))
                .toList();
    }

    private static List<Double> sparse(DoubleUnaryOperator rate, int seed) {
        return IntStream.range(0, AGO.length)
                .mapToObj(i -> {
                    double expected = rate.applyAsDouble(AGO[i]);
                    double drawn = noise(7919 * seed + i) + 0.5;
                    return expected >= 1 ? Math.floor(2 * expected * drawn) : drawn < expected ? 1.0 : 0.0;
                })
                .toList();
    }

    /** Between -0.5 and 0.5, the same for the same number. */
    private static double noise(int i) {
        int mixed = (i ^ 0x5bd1e995) * 0x9e3779b1;
        mixed = (mixed ^ (mixed >>> 15)) * 0x85ebca6b;
        return ((mixed ^ (mixed >>> 13)) >>> 8) / (double) (1 << 24) - 0.5;
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** A map of keys and values in turn, in their order. */
    static Map<String, Object> map(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }
}
