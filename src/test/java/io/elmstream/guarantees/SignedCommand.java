package io.elmstream.guarantees;

import io.elmstream.governor.Command;
import io.elmstream.governor.RecordSignature;
import io.elmstream.governor.SigningKey;
import io.elmstream.support.CommandFeed;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A command as it stands on the control topic; whoever changes a bit of it has no signature for that. */
record SignedCommand(byte[] key, byte[] value, byte @Nullable [] signature) {

    /** @param number above all others that the key has signed with */
    static SignedCommand of(Command command, SigningKey signing, long number) {
        byte[] key = command.id().value().getBytes(StandardCharsets.UTF_8);
        byte[] value = ControlCodec.commands().encode(0, CommandRecords.command(command));
        return new SignedCommand(key, value, signing.sign(number, key, value).header());
    }

    /** One of some commands, changed in one place, or with a signature that is not its own. */
    static SignedCommand mutant(Random random, List<SignedCommand> commands) {
        int chosen = random.nextInt(commands.size());
        SignedCommand good = commands.get(chosen);
        return switch (random.nextInt(7)) {
            case 0 -> good.with(Mutations.flipped(random, good.value));
            case 1 -> good.with(Mutations.cut(random, good.value));
            case 2 -> good.with(Mutations.extreme(random, good.value));
            case 3 -> new SignedCommand(Mutations.flipped(random, good.key), good.value, good.signature);
            case 4 -> new SignedCommand(good.key, good.value, Mutations.flipped(random, good.signature));
            case 5 -> new SignedCommand(good.key, good.value, null);
            default ->
                new SignedCommand(
                        good.key,
                        good.value,
                        commands.get((chosen + 1 + random.nextInt(commands.size() - 1)) % commands.size()).signature);
        };
    }

    private SignedCommand with(byte[] other) {
        return new SignedCommand(key, other, signature);
    }

    void sendTo(CommandFeed feed) {
        if (signature == null) {
            feed.send(key, value);
        } else {
            feed.send(key, value, new RecordHeader(RecordSignature.HEADER, signature));
        }
    }
}
