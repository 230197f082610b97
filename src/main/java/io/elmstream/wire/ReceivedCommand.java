package io.elmstream.wire;

import io.elmstream.governor.Command;
import io.elmstream.governor.Decision.Refused;
import java.util.Optional;

/** What came in on the control topic. */
public sealed interface ReceivedCommand {

    /** A command that can be judged. */
    @SuppressWarnings("JavaLangClash") // java.lang.Readable has no place in this code
    public record Readable(Command command) implements ReceivedCommand {}

    /**
     * Something that cannot.
     *
     * @param requestId the request id, if that much could be read
     * @param version the version, if that much could be read
     * @param refusal why it cannot be judged
     */
    public record Unreadable(Optional<String> requestId, Optional<Integer> version, Refused refusal)
            implements ReceivedCommand {}
}
