package io.elmstream.wire;

import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Learn;
import io.elmstream.governor.Command.Promote;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.PublishUpload;
import io.elmstream.governor.Command.Retire;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.governor.RefusalReason;
import io.elmstream.model.ModelId;
import io.elmstream.wire.ReceivedCommand.Readable;
import io.elmstream.wire.ReceivedCommand.Unreadable;
import io.elmstream.wire.avro.ModelCommand;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Converts the domain's commands to records of the control topic and back. Thread-safe. */
public final class CommandRecords {

    /** The oldest generation that holds a command is written, so that instances of earlier releases read it. */
    private static final int LEARN_FORMAT = 4;

    private static final int FORMAT = 3;
    private static final ControlCodec<ModelCommand> CODEC = ControlCodec.commands();

    private CommandRecords() {}

    /** Returns the record of a command. */
    public static ModelCommand command(Command command) {
        return new ModelCommand(
                command instanceof Learn ? LEARN_FORMAT : FORMAT,
                command.requestId(),
                command.id().value(),
                command.version(),
                command.accept(new Action()));
    }

    /** Reads the value of a record. Any bytes give a result, and it takes no more memory than they do. */
    public static ReceivedCommand read(byte @Nullable [] value) {
        if (value == null) {
            return unreadable("the record has no value");
        }
        try {
            return received(CODEC.decode(value));
        } catch (UnreadableRecordException e) {
            return unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static ReceivedCommand received(ModelCommand command) {
        if (!ModelId.isValid(command.getModelId())) {
            return refused(
                    command,
                    RefusalReason.BAD_MODEL_ID,
                    "modelId",
                    "modelId must have 1 to 63 characters of a to z,"
                            + " 0 to 9, '.', '_' and '-', the first a letter or a digit, got '" + command.getModelId()
                            + "'");
        }
        try {
            return new Readable(command(command, new ModelId(command.getModelId())));
        } catch (IllegalArgumentException e) {
            return refused(command, RefusalReason.BAD_CHALLENGER, field(command), String.valueOf(e.getMessage()));
        }
    }

    private static String field(ModelCommand command) {
        return command.getAction() instanceof io.elmstream.wire.avro.Learn ? "learning" : "challenger";
    }

    private static Command command(ModelCommand command, ModelId id) {
        String request = command.getRequestId();
        int version = command.getVersion();
        Object action = command.getAction();
        if (action instanceof io.elmstream.wire.avro.Publish publish) {
            return new Publish(request, id, version, bytes(publish.getArtefact()), publish.getNewContract());
        }
        if (action instanceof io.elmstream.wire.avro.UploadPart part) {
            return new UploadPart(
                    request,
                    id,
                    version,
                    part.getArtefactDigest(),
                    part.getPart(),
                    part.getDigest(),
                    bytes(part.getBytes()));
        }
        if (action instanceof io.elmstream.wire.avro.PublishUpload upload) {
            return new PublishUpload(
                    request,
                    id,
                    version,
                    upload.getArtefactDigest(),
                    upload.getSize(),
                    upload.getParts(),
                    upload.getNewContract());
        }
        if (action instanceof io.elmstream.wire.avro.Challenge challenge) {
            if (challenge.getChallenger().getVersion() != version) {
                throw new IllegalArgumentException("the challenger is version "
                        + challenge.getChallenger().getVersion() + ", the command is about version " + version);
            }
            return new Challenge(
                    request,
                    id,
                    StepRecords.challenger(challenge.getChallenger()),
                    StepRecords.optional(challenge.getExpectedRevision()));
        }
        if (action instanceof io.elmstream.wire.avro.Promote promote) {
            return new Promote(request, id, version, StepRecords.optional(promote.getExpectedRevision()));
        }
        if (action instanceof io.elmstream.wire.avro.Rollback rollback) {
            return new Rollback(request, id, version, StepRecords.optional(rollback.getExpectedRevision()));
        }
        if (action instanceof io.elmstream.wire.avro.Retire retire) {
            return new Retire(request, id, version, StepRecords.optional(retire.getExpectedRevision()));
        }
        if (action instanceof io.elmstream.wire.avro.Learn learn) {
            return new Learn(
                    request,
                    id,
                    version,
                    StepRecords.learning(learn.getLearning()),
                    StepRecords.optional(learn.getExpectedRevision()));
        }
        var activate = (io.elmstream.wire.avro.Activate) action;
        Instant from = activate.getEffectiveFrom();
        return new Activate(
                request,
                id,
                version,
                StepRecords.optional(activate.getExpectedRevision()),
                from == null ? OptionalLong.empty() : OptionalLong.of(from.toEpochMilli()));
    }

    /** Converts the action of a command to its record. */
    private static final class Action implements Command.Visitor<Object> {

        @Override
        public Object uploadPart(UploadPart part) {
            return new io.elmstream.wire.avro.UploadPart(
                    part.artefactDigest(), part.part(), part.digest(), ByteBuffer.wrap(part.bytes()));
        }

        @Override
        public Object publish(Publish publish) {
            return new io.elmstream.wire.avro.Publish(ByteBuffer.wrap(publish.artefact()), publish.newContract());
        }

        @Override
        public Object publishUpload(PublishUpload upload) {
            return new io.elmstream.wire.avro.PublishUpload(
                    upload.artefactDigest(), upload.size(), upload.parts(), upload.newContract());
        }

        @Override
        public Object activate(Activate activate) {
            return new io.elmstream.wire.avro.Activate(
                    StepRecords.nullable(activate.expectedRevision()),
                    activate.effectiveFrom().isPresent()
                            ? Instant.ofEpochMilli(activate.effectiveFrom().getAsLong())
                            : null);
        }

        @Override
        public Object challenge(Challenge challenge) {
            return new io.elmstream.wire.avro.Challenge(
                    StepRecords.challenger(challenge.challenger()), StepRecords.nullable(challenge.expectedRevision()));
        }

        @Override
        public Object promote(Promote promote) {
            return new io.elmstream.wire.avro.Promote(StepRecords.nullable(promote.expectedRevision()));
        }

        @Override
        public Object rollback(Rollback rollback) {
            return new io.elmstream.wire.avro.Rollback(StepRecords.nullable(rollback.expectedRevision()));
        }

        @Override
        public Object retire(Retire retire) {
            return new io.elmstream.wire.avro.Retire(StepRecords.nullable(retire.expectedRevision()));
        }

        @Override
        public Object learn(Learn learn) {
            return new io.elmstream.wire.avro.Learn(
                    StepRecords.learning(learn.learning()), StepRecords.nullable(learn.expectedRevision()));
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static Unreadable refused(ModelCommand command, RefusalReason reason, String field, String message) {
        return new Unreadable(
                Optional.of(command.getRequestId()),
                Optional.of(command.getVersion()),
                Refused.of(reason, field, message));
    }

    private static Unreadable unreadable(String message) {
        return new Unreadable(
                Optional.empty(), Optional.empty(), new Refused(RefusalReason.UNREADABLE, message, Optional.empty()));
    }
}
