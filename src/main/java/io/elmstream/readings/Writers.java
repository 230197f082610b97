package io.elmstream.readings;

import io.elmstream.batch.Rejection;
import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.SchemaRegistry.Lookup;
import io.elmstream.wire.SchemaRegistry.Unknown;
import io.elmstream.wire.SchemaRegistry.Unusable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that the values of a topic were written with, each prepared once. Not thread-safe.
 *
 * @param <W> what a schema is prepared as
 */
final class Writers<W> {

    /** The largest number of writers' schemas kept; a topic has a few. */
    private static final int MOST_WRITERS = 64;

    private final Mapping mapping;
    private final SchemaRegistry registry;
    private final BiFunction<SchemaId, Lookup, W> prepare;
    private final SchemaIdFinder ids;
    private final Map<SchemaId, W> writers = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SchemaId, W> eldest) {
            return size() > MOST_WRITERS;
        }
    };
    private @Nullable SchemaId lastId;
    private @Nullable W last;

    /** @param prepare is given an id, and what the registry has under it, never {@link Unknown} */
    Writers(Mapping mapping, SchemaRegistry registry, BiFunction<SchemaId, Lookup, W> prepare) {
        this.mapping = mapping;
        this.registry = registry;
        this.prepare = prepare;
        this.ids = new SchemaIdFinder(mapping.ids());
    }

    /** Returns the writer of a value; if there is none, rejects the record and returns null. */
    @Nullable
    W of(byte[] value, Headers headers, DecodedReadings into) {
        Optional<SchemaId> id = ids.find(value, headers);
        if (id.isEmpty()) {
            into.reject(Rejection.UNREADABLE, ids.lack(value, headers));
            return null;
        }
        if (!id.get().isAssigned()) {
            into.reject(Rejection.UNKNOWN_SCHEMA, ids.unassigned(id.get()));
            return null;
        }
        if (!id.get().equals(lastId)) {
            W known = known(id.get(), into);
            if (known == null) {
                return null;
            }
            last = known;
            lastId = id.get();
        }
        return last;
    }

    private @Nullable W known(SchemaId id, DecodedReadings into) {
        W known = writers.get(id);
        if (known == null) {
            Lookup lookup = registry.find(id);
            if (lookup instanceof Unknown) {
                into.reject(
                        Rejection.UNKNOWN_SCHEMA,
                        "the registry knows no schema with " + id
                                + ": was the value written against another registry, or does ids in the mapping of the"
                                + " topic " + mapping.topic() + " not fit?");
                return null;
            }
            known = prepare.apply(id, lookup);
            writers.put(id, known);
        }
        return known;
    }

    /** Returns the writer of the latest value that had one. */
    Optional<W> last() {
        return Optional.ofNullable(last);
    }

    /** Returns all that were prepared and are kept. */
    Collection<W> all() {
        return writers.values();
    }

    /**
     * Returns why a schema is none of a format.
     *
     * @param other the format of the schema, if it can be used at all
     */
    static String unusable(SchemaId id, Lookup lookup, Format other) {
        return lookup instanceof Unusable unusable
                ? unusable.why()
                : id + " is a schema of the format " + other.key() + " in the registry; set format: " + other.key()
                        + " in the mapping of the topic";
    }
}
