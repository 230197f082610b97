package io.elmstream.wire;

/** Separates readings that can be judged now from those that must wait for the registry. Not thread-safe. */
public final class SchemaGate {

    private final AskedSchemas schemas;
    private SchemaId lastKnown = SchemaId.content(0);

    public SchemaGate(AskedSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * Returns whether a reading whose schema has this id can be judged without waiting; if not, the registry is asked,
     * for a later call.
     */
    public boolean isOpenFor(SchemaId id) {
        if (!id.isAssigned() || id.equals(lastKnown)) {
            return true;
        }
        return schemas.peek(id)
                .map(lookup -> {
                    if (!(lookup instanceof SchemaRegistry.Unknown)) {
                        lastKnown = id;
                    }
                    return true;
                })
                .orElse(false);
    }
}
