package io.elmstream.wire;

import com.microsoft.kiota.ApiException;
import java.util.OptionalInt;

/** Extracts the HTTP status from exceptions of the registry client. */
public final class RegistryStatus {

    private RegistryStatus() {}

    /** Returns the status of one exception, ignoring its causes; empty if it is not one of the registry client. */
    public static OptionalInt of(Throwable failure) {
        return failure instanceof ApiException answer
                ? OptionalInt.of(answer.getResponseStatusCode())
                : OptionalInt.empty();
    }
}
