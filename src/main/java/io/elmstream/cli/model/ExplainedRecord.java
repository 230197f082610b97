package io.elmstream.cli.model;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.client.PublishedFile;
import io.elmstream.client.PublishedModels;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.VersionKey;
import io.elmstream.readings.RangeCompletion;
import io.elmstream.readings.TopicReaders;
import io.elmstream.rules.CompiledRules;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.serving.ModelIndex;
import io.elmstream.topology.ModelsTopic;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.RangeModels;
import io.elmstream.topology.inference.ReadingLookup;
import io.elmstream.topology.inference.ReadingLookup.Absent;
import io.elmstream.topology.inference.ReadingLookup.Rejected;
import io.elmstream.topology.inference.ReadingLookup.Scored;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A reading of the cluster with what scores and judges it.
 *
 * @param position where it is
 * @param reading what the stream makes of it
 * @param artefact the version that scores it
 * @param rules the rule set that judges it; empty if none does
 */
record ExplainedRecord(String position, Scored reading, Artefact artefact, Optional<CompiledRules> rules) {

    private static final String OPTION = "--reading";

    /**
     * Finds a reading.
     *
     * @throws CommandFailure if it is not there, is or becomes a dead letter, or its topic is no input
     */
    static ExplainedRecord find(String position, ConfigOptions config) throws IOException {
        PublishedReading named = PublishedReading.parse(position);
        String topic = named.position().topic();
        Connection connection = config.connection(topics -> List.of(topics.models(), topic));
        InferenceSettings settings = connection.configuration().inference();
        if (settings.mappings().of(topic).isEmpty()) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    OPTION + ": topic " + topic + " is no input; the input topics are "
                            + settings.mappings().topics(),
                    OPTION);
        }
        RangeCompletion completion = new RangeCompletion(settings.mappings());
        ConsumerRecord<byte[], byte[]> record = named.record(connection, completion);
        ModelsTopic models = PublishedModels.topic(connection.clients(), connection.topics());
        Scored scored = scored(named, record, completion, connection, models);
        Artefact artefact = artefact(scored.version(), models);
        return new ExplainedRecord(named.position().toString(), scored, artefact, rules(scored, models));
    }

    private static Scored scored(
            PublishedReading named,
            ConsumerRecord<byte[], byte[]> record,
            RangeCompletion completion,
            Connection connection,
            ModelsTopic models)
            throws IOException {
        InferenceSettings settings = connection.configuration().inference();
        ForwardPass pass = ForwardPass.fastest();
        try (RangeModels range = new RangeModels(pass, settings.modelsCacheBytes(), System::currentTimeMillis)) {
            ModelIndex index = range.all(models, connection.topics().models());
            ReadingLookup lookup = new ReadingLookup(
                    pass,
                    settings.cache().rounding(),
                    index,
                    new TopicReaders(settings.mappings(), connection.registry()),
                    completion,
                    settings.defaultModel());
            ReadingLookup.Outcome outcome = lookup.find(record, named.position().index());
            if (outcome instanceof Scored scored) {
                return scored;
            } else if (outcome instanceof Rejected rejected) {
                throw new CommandFailure(
                        rejected.reason().name(),
                        OPTION + " " + named.position() + " cannot be scored and is a dead letter: "
                                + rejected.reason() + ", "
                                + (rejected.detail().isEmpty()
                                        ? rejected.reason().explanation()
                                        : rejected.detail()),
                        OPTION);
            }
            int readings = ((Absent) outcome).readings();
            throw named.absent("its record has no reading with this index; it has "
                    + (readings == 0 ? "none" : readings + ", from index 0"));
        }
    }

    private static Artefact artefact(VersionKey key, ModelsTopic models) {
        try {
            return ArtefactFormat.read(bytes(key, models));
        } catch (ArtefactException e) {
            throw new CommandFailure("BAD_MODEL", key + " cannot be read: " + e.getMessage());
        }
    }

    private static Optional<CompiledRules> rules(Scored scored, ModelsTopic models) {
        if (scored.ruleSet() == 0) {
            return Optional.empty();
        }
        VersionKey key = new VersionKey(scored.version().modelId().rules(), scored.ruleSet());
        try {
            return Optional.of(new RuleCompiler().compile(RuleSetFormat.read(bytes(key, models))));
        } catch (RuleSetException e) {
            throw new CommandFailure("BAD_RULES", key + " cannot be used: " + e.getMessage());
        }
    }

    private static byte[] bytes(VersionKey key, ModelsTopic models) {
        return PublishedFile.read(models, key)
                .orElseThrow(() -> new CommandFailure("UNKNOWN_VERSION", key + " has been retired meanwhile"));
    }
}
