package io.elmstream.topology.governor;

import io.elmstream.alert.Position;
import io.elmstream.governor.Answer;
import io.elmstream.governor.Clocks;
import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.CommandContext;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.governor.GovernedState;
import io.elmstream.governor.Governor;
import io.elmstream.governor.Judgement;
import io.elmstream.governor.RefusalReason;
import io.elmstream.governor.Trust;
import io.elmstream.governor.Upload;
import io.elmstream.rollout.Comparison;
import io.elmstream.topology.Names;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ReceivedCommand;
import io.elmstream.wire.ReceivedCommand.Readable;
import io.elmstream.wire.ReceivedCommand.Unreadable;
import io.elmstream.wire.StatusRecords;
import io.elmstream.wire.StatusRecords.Origin;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges commands one after the other. Accepted changes are written to the models topic, and every command, whatever it
 * contains, gets one answer on the status topic.
 */
final class GovernModels implements Processor<byte[], byte[], byte[], byte[]> {

    private record Judged(CommandContext known, Judgement judgement) {}

    /** The key of an answer to a command that names no model: not null, which a compacted topic would reject. */
    static final String NO_MODEL = "";

    private static final Duration SOON = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(GovernModels.class);

    private final ProcessorContext<byte[], byte[]> context;
    private final Governor governor;
    private final Trust trust;
    private final RebuildModels rebuild;
    private final Consumer<Optional<String>> clocks;
    private final String control;
    private final GovernorOutput output;
    private final GovernedModels models;
    private final OpenUploads uploads;
    private final Authority authority;
    private boolean isWhole;

    /**
     * Creates the processor.
     *
     * @param clocks receives each change of the clock difference
     * @param control the topic of commands
     */
    GovernModels(
            ProcessorContext<byte[], byte[]> context,
            Governor governor,
            Trust trust,
            GovernorOutput.Encoders encoders,
            RebuildModels rebuild,
            Consumer<Optional<String>> clocks,
            String control) {
        this.context = context;
        this.governor = governor;
        this.trust = trust;
        this.rebuild = rebuild;
        this.clocks = clocks;
        this.control = control;
        KeyValueStore<String, byte[]> store = context.getStateStore(Names.GOVERNED_STORE);
        models = new GovernedModels(store);
        uploads = new OpenUploads(store);
        authority = new Authority(trust.operators(), new UsedNumbers(store, context.currentSystemTimeMs()));
        output = new GovernorOutput(context, encoders);
        // not here: what is written while a task initializes is in no transaction that ends by itself
        Cancellable[] once = new Cancellable[1];
        once[0] = context.schedule(SOON, PunctuationType.WALL_CLOCK_TIME, now -> {
            once[0].cancel();
            makeWhole();
        });
    }

    private void makeWhole() {
        if (!isWhole) {
            rebuild.lookAt(models, output, control, context.currentSystemTimeMs());
            isWhole = true;
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata source = context.recordMetadata().orElseThrow();
        long now = context.currentSystemTimeMs();
        makeWhole();
        Origin origin = new Origin(new Position(source.topic(), source.partition(), source.offset()), now);
        uploads.forgetIdle(now);
        Authority.Verdict verdict = verdict(record);
        authority.use(verdict);
        ReceivedCommand received = received(record.value(), verdict);
        if (received instanceof Readable readable) {
            govern(readable.command(), verdict.highest(), origin, new Clocks(now, record.timestamp()));
        } else {
            output.status(NO_MODEL, StatusRecords.status(origin, (Unreadable) received), verdict.highest(), now);
        }
    }

    private Authority.Verdict verdict(Record<byte[], byte[]> record) {
        try {
            return authority.of(record);
        } catch (RuntimeException e) {
            LOG.error("could not determine who signed a command", e);
            return Authority.Verdict.unsigned(Optional.of(notJudged(e)));
        }
    }

    private ReceivedCommand received(byte @Nullable [] value, Authority.Verdict verdict) {
        ReceivedCommand received = CommandRecords.read(value);
        if (!(received instanceof Readable readable)) {
            return received;
        }
        return verdict.refusal()
                .or(() -> trust.operators().refusal(readable.command()))
                .<ReceivedCommand>map(refusal -> new Unreadable(
                        Optional.of(readable.command().requestId()),
                        Optional.of(readable.command().version()),
                        refusal))
                .orElse(received);
    }

    private void govern(Command command, OptionalLong highest, Origin origin, Clocks both) {
        Judged judged = judge(command, both.now());
        CommandContext known = judged.known();
        Judgement judgement = judged.judgement();
        Optional<String> difference = judgement.effect().timeline().flatMap(moved -> both.difference());
        judgement.effect().timeline().ifPresent(moved -> clocks.accept(difference));
        difference.ifPresent(words -> LOG.warn("a command for {}: {}", command.id(), words));
        if (!judgement.governed().equals(known.governed())) {
            judgement.governed().ifPresent(models::put);
        }
        judgement.effect().accept(new EffectWriter(command, origin.at(), models, uploads, output, context::commit));
        output.status(
                command.id().value(),
                StatusRecords.status(origin, command, answer(command, judgement, difference)),
                highest,
                origin.at());
    }

    /**
     * Returns the answer, with a warning if the gate cannot decide anything, or if a change is requested while clocks
     * differ.
     */
    private Answer answer(Command command, Judgement judgement, Optional<String> difference) {
        Answer answer = difference.map(judgement.answer()::with).orElse(judgement.answer());
        boolean gated = command instanceof Challenge challenge
                && challenge.challenger().gate().isPresent();
        return gated && trust.gatesStandStill().isPresent()
                ? answer.with(trust.gatesStandStill().get())
                : answer;
    }

    private CommandContext known(Command command) {
        var governed = models.model(command.id());
        var named = models.version(command.id(), command.version());
        Optional<String> compared = governed.flatMap(state -> state.timeline().latest())
                .filter(step -> step.challenger().isPresent())
                .map(step -> models.comparisons(command.id(), step.revision()).sum())
                .filter(sum -> !sum.equals(Comparison.NONE))
                .map(Comparison::inShort);
        Optional<OpenUploads.Key> key = OpenUploads.Key.of(command);
        return new CommandContext(
                governed,
                named,
                key.map(uploads::upload).orElse(Upload.NONE),
                () -> uploads.assembled(key.orElseThrow()),
                uploads.bytes(),
                uploads.parts(),
                compared,
                command.id().ruled().flatMap(models::model).map(GovernedState::contract),
                command instanceof Command.Publish || command instanceof Command.PublishUpload
                        ? command.id().ruling().flatMap(models::model)
                        : Optional.empty());
    }

    /** Reads the governor's state and judges. Writing follows later, and fails with its transaction. */
    private Judged judge(Command command, long now) {
        try {
            CommandContext known = known(command);
            return new Judged(
                    known,
                    governor.after(CommitLatency.slowest(context.metrics())).judge(known, command, now));
        } catch (RuntimeException e) {
            // a governor that failed on a command would fail on it again after every restart
            LOG.error("could not judge a command for {}: {}", command.id(), command.inShort(), e);
            Answer answer = new Answer(command.requestId(), command.inShort(), notJudged(e), Optional.empty(), 0);
            return new Judged(
                    CommandContext.of(Optional.empty(), Optional.empty()), Judgement.of(answer, Optional.empty()));
        }
    }

    private static Refused notJudged(RuntimeException fault) {
        return new Refused(RefusalReason.NOT_JUDGED, fault.toString(), Optional.empty());
    }
}
