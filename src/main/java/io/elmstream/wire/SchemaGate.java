package io.elmstream.wire;

import org.jspecify.annotations.Nullable;

/** Separates readings that can be judged now from those that must wait for the registry. Not thread-safe. */
public final class SchemaGate {

    /** Differs from every content id, which is an int. */
    private static final long NONE = Long.MIN_VALUE;

    private final AskedSchemas schemas;
    private long lastKnown = NONE;

    public SchemaGate(AskedSchemas schemas) {
        this.schemas = schemas;
    }

    /** Returns whether a reading can be judged without waiting; if not, the registry is asked, for a later call. */
    public boolean isOpenFor(byte @Nullable [] value) {
        if (value == null || !Frame.isFramed(value)) {
            return true;
        }
        int contentId = Frame.contentId(value);
        if (contentId == lastKnown || contentId == Frame.NO_ID) {
            return true;
        }
        return schemas.peek(contentId)
                .map(lookup -> {
                    if (!(lookup instanceof SchemaRegistry.Unknown)) {
                        lastKnown = contentId;
                    }
                    return true;
                })
                .orElse(false);
    }
}
