package io.elmstream.wire;

import io.elmstream.model.Command;
import io.elmstream.model.Command.Activate;
import io.elmstream.model.Command.Publish;
import io.elmstream.model.Decision.Refused;
import io.elmstream.model.ModelId;
import io.elmstream.model.RefusalReason;
import io.elmstream.wire.ReceivedCommand.Readable;
import io.elmstream.wire.ReceivedCommand.Unreadable;
import io.elmstream.wire.avro.ModelCommand;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The records of the control topic, made from the domain's commands and back. Safe for threads. */
public final class CommandRecords {

    private static final int FORMAT = 1;
    private static final ControlCodec<ModelCommand> CODEC = ControlCodec.commands();

    private CommandRecords() {}

    /** The record of a command. */
    public static ModelCommand command(Command command) {
        return new ModelCommand(
                FORMAT, command.requestId(), command.id().value(), command.version(), action(command));
    }

    /** What the value of a record says. Whatever its bytes are, this gives an answer and takes no more memory than they do. */
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
            Refused refusal = Refused.of(RefusalReason.BAD_MODEL_ID, "modelId", "modelId must have 1 to 63 characters of a to z,"
                    + " 0 to 9, '.', '_' and '-', the first a letter or a digit, got '" + command.getModelId() + "'");
            return new Unreadable(Optional.of(command.getRequestId()), Optional.of(command.getVersion()), refusal);
        }
        ModelId id = new ModelId(command.getModelId());
        if (command.getAction() instanceof io.elmstream.wire.avro.Publish publish) {
            byte[] artefact = new byte[publish.getArtefact().remaining()];
            publish.getArtefact().get(artefact);
            return new Readable(new Publish(command.getRequestId(), id, command.getVersion(), artefact));
        }
        Long expected = ((io.elmstream.wire.avro.Activate) command.getAction()).getExpectedRevision();
        return new Readable(new Activate(command.getRequestId(), id, command.getVersion(),
                expected == null ? OptionalLong.empty() : OptionalLong.of(expected)));
    }

    private static Object action(Command command) {
        if (command instanceof Publish publish) {
            return new io.elmstream.wire.avro.Publish(ByteBuffer.wrap(publish.artefact()));
        }
        OptionalLong expected = ((Activate) command).expectedRevision();
        return new io.elmstream.wire.avro.Activate(expected.isPresent() ? expected.getAsLong() : null);
    }

    private static Unreadable unreadable(String message) {
        return new Unreadable(
                Optional.empty(), Optional.empty(), new Refused(RefusalReason.UNREADABLE, message, Optional.empty()));
    }
}
