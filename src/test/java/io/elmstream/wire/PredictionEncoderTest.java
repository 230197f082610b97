package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.bench.MemoryFacade;
import io.elmstream.elm.Abstention;
import io.elmstream.elm.LabelSets;
import io.elmstream.elm.TrainingRange;
import io.elmstream.elm.Trust;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rules.BoundRules;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleSet;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.support.Allocation;
import io.elmstream.wire.avro.Prediction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class PredictionEncoderTest {

    private static final List<String> LABELS = List.of("normal", "fuite d'eau", "漏れ");

    @Property
    void shouldWriteTheBytesOfAvrosOwnWriter(@ForAll("predictions") Prediction prediction, @ForAll int contentId) {
        // Given
        byte[] expected = new RecordEncoder<Prediction>(contentId).encode(prediction);

        // When
        byte[] bytes = scored(prediction, new PredictionEncoder(contentId)).encoded();

        // Then
        assertThat(bytes).isEqualTo(expected);
    }

    @Property(tries = 100)
    void shouldWriteTheBytesOfTheStockSerializer(@ForAll("predictions") Prediction prediction) {
        // Given
        MemorySchemaRegistry registry = new MemorySchemaRegistry();
        byte[] expected = MemoryFacade.<SpecificRecord>serializer(registry).serialize("predictions", prediction);
        int contentId = registry.register("predictions", Prediction.getClassSchema());

        // When
        byte[] bytes = scored(prediction, new PredictionEncoder(contentId)).encoded();

        // Then
        assertThat(bytes).isEqualTo(expected);
    }

    @Test
    void shouldTakeNoMemoryButThePredictionsOwn() throws Exception {
        // Given
        ScoredReading scored = scored(prediction("pump-1", List.of(0.25f, 0.5f, 0.25f)), new PredictionEncoder(1));
        byte[] bytes = scored.encoded();
        int rounds = 10_000;

        // When
        long allocated = Allocation.of(() -> {
            for (int i = 0; i < rounds; i++) {
                // another reading, or the bytes of the one before would be given again
                scored.batch(i % 60, 256);
                scored.encoded();
            }
        });

        // Then: the array, its header and padding, and what the JVM itself may take meanwhile
        assertThat(allocated / rounds).isBetween((long) bytes.length, bytes.length + 32L);
    }

    @Test
    void shouldNameTheFirstOfEqualClasses() {
        // Given
        Prediction prediction = prediction("pump-1", List.of(0.2f, 0.4f, 0.4f));

        // When
        ScoredReading scored = scored(prediction, new PredictionEncoder(1));

        // Then
        assertThat(scored.label()).isEqualTo(LABELS.get(1));
        assertThat(scored.confidence()).isEqualTo(0.4f);
    }

    @Test
    void shouldWriteWhatRulesSaid() throws Exception {
        // Given
        RuleSet set = RuleSetFormat.parse("""
                model: shuttle
                version: 7
                rules:
                  - {name: check, when: confidence > 0, label: Prüfen}
                  - {name: never, when: confidence > 2, label: Never}
                  - {name: unsure, when: margin < 1, abstain: true}
                probes: [{confidence: 0.5, expect: {fired: [check, unsure]}}]
                """);
        BoundRules bound = new RuleCompiler().compile(set).bind("shuttle", List.of(), LABELS);
        Prediction plain = prediction("pump-1", List.of(0.25f, 0.5f, 0.25f));
        ScoredReading scored = scored(plain, new PredictionEncoder(1));
        Prediction expected = Prediction.newBuilder(plain)
                .setModelLabel(plain.getLabel())
                .setLabel("Prüfen")
                .setAbstained(true)
                .setRuleSet(7)
                .setRules(List.of("check", "unsure"))
                .build();

        // When
        scored.judged(ServedRules.of(7, bound), 0b101, 0);

        // Then
        assertThat(scored.encoded()).isEqualTo(new RecordEncoder<Prediction>(1).encode(expected));
    }

    @Test
    void shouldWriteHowFarThePredictionIsToBeBelieved() throws Exception {
        // Given
        Trust trust = new Trust(
                new Abstention(new float[] {0, 0.6f, 0}),
                new LabelSets(0.9, new float[] {0.2f, 0.9f, 0.3f}),
                new TrainingRange(new float[] {0}, new float[] {1}, 1));
        Prediction plain = prediction("pump-1", List.of(0.25f, 0.5f, 0.25f));
        ScoredReading scored = scored(plain, new PredictionEncoder(1), Optional.of(trust));
        Prediction expected = Prediction.newBuilder(plain)
                .setAbstained(true)
                .setLabelSet(LABELS.subList(0, 2))
                .setOutOfRange(0.5f)
                .build();

        // When
        scored.features(new float[] {9, 2}, 1);

        // Then
        assertThat(scored.encoded()).isEqualTo(new RecordEncoder<Prediction>(1).encode(expected));
    }

    @Provide
    Arbitrary<Prediction> predictions() {
        Arbitrary<String> texts =
                Arbitraries.strings().withCharRange(' ', '\ud7ff').ofMaxLength(200);
        Arbitrary<List<Float>> probabilities =
                Arbitraries.floats().between(0, 1).list().ofSize(LABELS.size());
        return Combinators.combine(
                        texts, texts, Arbitraries.longs(), Arbitraries.longs(), Arbitraries.integers(), probabilities)
                .as((sensor, topic, time, offset, number, scores) -> new Prediction(
                        sensor,
                        "shuttle",
                        number,
                        offset,
                        Instant.ofEpochMilli(time),
                        LABELS.get(top(scores)),
                        scores.get(top(scores)),
                        scores,
                        "0_" + number,
                        offset,
                        number,
                        topic,
                        number,
                        offset,
                        LABELS,
                        offset % 2 == 0,
                        number,
                        false,
                        "",
                        0,
                        List.of(),
                        List.of(),
                        0f));
    }

    private static Prediction prediction(String sensor, List<Float> scores) {
        return new Prediction(
                sensor,
                "shuttle",
                2,
                3L,
                Instant.ofEpochMilli(4),
                LABELS.get(top(scores)),
                scores.get(top(scores)),
                scores,
                "0_5",
                6L,
                7,
                "sensor-readings",
                8,
                9L,
                LABELS,
                true,
                10,
                false,
                "",
                0,
                List.of(),
                List.of(),
                0f);
    }

    private static int top(List<Float> scores) {
        return scores.indexOf(scores.stream().max(Float::compare).orElseThrow());
    }

    private static ScoredReading scored(Prediction prediction, PredictionEncoder encoder) {
        return scored(prediction, encoder, Optional.empty());
    }

    private static ScoredReading scored(Prediction prediction, PredictionEncoder encoder, Optional<Trust> trust) {
        ScoredReading scored = new ScoredReading(prediction.getBatchTask(), encoder);
        float[] rows = {9, 9, 9, 0, 0, 0, 9};
        for (int c = 0; c < LABELS.size(); c++) {
            rows[LABELS.size() + c] = prediction.getProbabilities().get(c);
        }
        scored.batch(prediction.getBatchSequence(), prediction.getBatchSize());
        scored.source(
                prediction.getSourceTopic(),
                prediction.getSourcePartition(),
                prediction.getSourceOffset(),
                prediction.getSourceIndex());
        scored.scored(
                prediction.getSensorId().getBytes(UTF_8),
                prediction.getEventTime().toEpochMilli(),
                new ServedVersion(
                        new VersionKey(new ModelId(prediction.getModelId()), prediction.getVersion()),
                        prediction.getRevision(),
                        LABELS,
                        trust),
                rows,
                LABELS.size(),
                prediction.getVerified());
        return scored;
    }
}
