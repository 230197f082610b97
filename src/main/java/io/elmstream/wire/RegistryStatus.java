package io.elmstream.wire;

import com.microsoft.kiota.ApiException;
import java.util.OptionalInt;

/** What a registry answered, as a status of HTTP, where it did answer. */
public final class RegistryStatus {

    private RegistryStatus() {}

    /** The status in one exception, its causes left out; empty if it is none of the registry's client. */
    public static OptionalInt of(Throwable failure) {
        return failure instanceof ApiException answer
                ? OptionalInt.of(answer.getResponseStatusCode())
                : OptionalInt.empty();
    }
}
