package io.elmstream.topology.inference;

import io.elmstream.batch.BatchPolicy;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.SeededHidden;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.WeightGenerator;
import io.elmstream.governor.Command;
import io.elmstream.governor.Governor;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.serving.ResidentVersions;
import io.elmstream.topology.Names;
import io.elmstream.topology.Topics;
import io.elmstream.topology.governor.GovernorDriver;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * Publishes versions of 48 features, 512 units and 6 classes, and makes each the champion, through the governor's and
 * the inference topology, in a process whose heap is bounded. Arguments: how many models, and how many versions of
 * each.
 */
final class ManyVersionsProcess {

    private static final int FEATURES = 48;
    private static final int UNITS = 512;
    private static final int CLASSES = 6;
    private static final long A_SECOND = 1_000;

    private final GovernorDriver governor = new GovernorDriver(new Governor(Governor.DEFAULT_MAX_ARTEFACT_BYTES, 500));
    private final TopologyTestDriver inference;
    private final TestInputTopic<String, byte[]> models;

    private ManyVersionsProcess() {
        var settings = new InferenceSettings(
                Topics.standard(),
                new BatchPolicy(16, Duration.ofMillis(5)),
                Optional.empty(),
                AlertSettings.none(),
                1_000_000);
        var topology = new InferenceTopology(
                settings,
                new MemorySchemaRegistry(),
                Runnable::run,
                () -> governor.now().toEpochMilli());
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, TestFolders.fresh().toString());
        inference = new TopologyTestDriver(topology.build(), properties);
        models = inference.createInputTopic(
                Topics.standard().models(), new StringSerializer(), new ByteArraySerializer());
    }

    /** Writes the bytes that are resident after the first version, at most, and in the end. */
    public static void main(String[] arguments) {
        ManyVersionsProcess process = new ManyVersionsProcess();
        int models = Integer.parseInt(arguments[0]);
        int versions = Integer.parseInt(arguments[1]);
        process.champions(models, 1);
        process.idle();
        long base = process.resident();
        long most = base;
        for (int version = 2; version <= versions; version++) {
            process.champions(models, version);
            most = Math.max(most, process.resident());
        }
        process.idle();
        System.out.println(base + " " + most + " " + process.resident());
    }

    /** A new champion for every model. */
    private void champions(int models, int version) {
        for (int model = 0; model < models; model++) {
            ModelId id = new ModelId("model-" + model);
            accepted(new Command.Publish("p" + version, id, version, artefact(id, version), false));
            accepted(new Command.Activate("a" + version, id, version, OptionalLong.empty(), OptionalLong.empty()));
        }
        governor.forgetLog();
        governor.advance(A_SECOND);
        store().tick();
    }

    private void accepted(Command command) {
        ModelStatus answer = governor.send(command);
        if (answer.getOutcome() != CommandOutcome.ACCEPTED) {
            throw new AssertionError(answer);
        }
        governor.modelRecords().forEach(model -> models.pipeInput(model.key, model.value));
    }

    /** Lets the time pass after which versions are freed that nobody asks for. */
    private void idle() {
        for (int look = 0; look < 2; look++) {
            governor.advance(ResidentVersions.IDLE.toMillis() + A_SECOND);
            store().tick();
        }
    }

    private long resident() {
        return store().residency().bytes();
    }

    private ModelsStore store() {
        return (ModelsStore) inference.getAllStateStores().get(Names.MODELS_STORE);
    }

    /** Versions differ in a hair of the temperature: only their shape takes memory. */
    private static byte[] artefact(ModelId id, int version) {
        float[] scales = new float[FEATURES];
        Arrays.fill(scales, 1);
        Elm elm = new Elm(
                IntStream.range(0, FEATURES).mapToObj(i -> "f" + i).toList(),
                List.of("a", "b", "c", "d", "e", "f"),
                new Standardiser(new float[FEATURES], scales, MissingValues.REFUSE),
                new SeededHidden(FEATURES, UNITS, Activation.SIGMOID, WeightGenerator.SPLITMIX_MIXED_1, 7),
                new float[UNITS * CLASSES],
                1 + version * 1e-6,
                new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test"));
        return ArtefactFormat.write(new Artefact(id, version, elm, Probes.of(elm, new float[FEATURES])));
    }
}
