package io.elmstream.wire;

import io.elmstream.governor.Command;
import io.elmstream.governor.Decision.Refused;
import java.util.Optional;

/** A record received on the control topic. */
public sealed interface ReceivedCommand {

    /** A command that can be judged. */
    @SuppressWarnings("JavaLangClash") // java.lang.Readable has no place in this code
    public record Readable(Command command) implements ReceivedCommand {}

    /**
     * A record that cannot be judged.
     *
     * @param requestId the request id, if it could be read
     * @param version the version, if it could be read
     * @param refusal why it cannot be judged
     */
    public record Unreadable(Optional<String> requestId, Optional<Integer> version, Refused refusal)
            implements ReceivedCommand {}
}
