package io.elmstream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.governor.Answer;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.governor.Governed;
import io.elmstream.governor.Governor;
import io.elmstream.governor.Judgement;
import io.elmstream.governor.PublishedVersion;
import io.elmstream.governor.RefusalReason;
import io.elmstream.model.ModelId;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.ReceivedCommand.Readable;
import io.elmstream.wire.ReceivedCommand.Unreadable;
import io.elmstream.wire.ReceivedCommand;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.StatusRecords.Origin;
import io.elmstream.wire.StatusRecords;
import io.elmstream.wire.avro.ModelRecord;
import io.elmstream.wire.avro.ModelStatus;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges commands one after the other. What is accepted goes to the models topic, and every command, whatever it holds, gets one
 * answer on the status topic.
 */
final class GovernModels extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    /** The key of an answer to what names no model: not null, which a compacted topic would not take. */
    private static final String NO_MODEL = "";

    private static final Logger LOG = LoggerFactory.getLogger(GovernModels.class);

    private final Governor governor;
    private final RecordEncoder<ModelRecord> modelEncoder;
    private final RecordEncoder<ModelStatus> statusEncoder;
    private @Nullable GovernedModels models;

    GovernModels(Governor governor, RecordEncoder<ModelRecord> modelEncoder, RecordEncoder<ModelStatus> statusEncoder) {
        this.governor = governor;
        this.modelEncoder = modelEncoder;
        this.statusEncoder = statusEncoder;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> streams) {
        super.init(streams);
        models = new GovernedModels(streams.getStateStore(Names.GOVERNED_STORE));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata source = context().recordMetadata().orElseThrow();
        long now = context().currentSystemTimeMs();
        Origin origin = new Origin(source.topic(), source.partition(), source.offset(), now);
        ReceivedCommand received = CommandRecords.read(record.value());
        if (received instanceof Readable readable) {
            govern(readable.command(), origin);
        } else {
            answer(NO_MODEL, StatusRecords.status(origin, (Unreadable) received), now);
        }
    }

    private void govern(Command command, Origin origin) {
        ModelId id = command.id();
        Optional<Governed> before = models.model(id);
        Judgement judgement = judge(before, models.version(id, command.version()), command, origin.at());
        if (!judgement.governed().equals(before)) {
            judgement.governed().ifPresent(models::put);
        }
        judgement.published().ifPresent(version -> {
            models.put(id, version);
            byte[] artefact = ((Publish) command).artefact();
            publish(ModelKeys.version(id, version.version()),
                    ModelRecords.artefact(id, version.version(), version.digest(), artefact), origin.at());
        });
        judgement.timeline().ifPresent(timeline -> publish(id.value(), ModelRecords.timeline(timeline), origin.at()));
        answer(id.value(), StatusRecords.status(origin, command, judgement.answer()), origin.at());
    }

    private Judgement judge(Optional<Governed> governed, Optional<PublishedVersion> named, Command command, long now) {
        try {
            return governor.judge(governed, named, command, now);
        } catch (RuntimeException e) {
            // a governor that fell over a command would fall over it again after every restart
            LOG.error("could not judge a command for {}: {}", command.id(), command.inShort(), e);
            Refused refusal = new Refused(RefusalReason.NOT_JUDGED, e.toString(), Optional.empty());
            Answer answer = new Answer(command.requestId(), command.inShort(), refusal,
                    governed.flatMap(state -> state.timeline().latest()));
            return new Judgement(answer, governed, Optional.empty(), Optional.empty());
        }
    }

    private void publish(String key, ModelRecord model, long now) {
        forward(key, modelEncoder.encode(model), now, Names.MODELS_SINK);
    }

    private void answer(String key, ModelStatus status, long now) {
        forward(key, statusEncoder.encode(status), now, Names.MODEL_STATUS_SINK);
    }

    /** A record of our own: what headers the command came with stays behind. */
    private void forward(String key, byte[] value, long now, String sink) {
        context().forward(new Record<>(key.getBytes(UTF_8), value, now), sink);
    }
}
