package io.elmstream.wire;

import io.elmstream.batch.Rejection;
import io.elmstream.wire.SchemaRegistry.Found;
import io.elmstream.wire.SchemaRegistry.Lookup;
import io.elmstream.wire.SchemaRegistry.Unknown;
import io.elmstream.wire.SchemaRegistry.Unusable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decodes sensor readings in the registry's wire format without allocating an object per reading. Bytes written with
 * this product's own schema are decoded directly; those of other schemas are converted first and then decoded the same
 * way.
 *
 * <p>Not thread-safe: one per task.
 */
public final class ReadingDecoder {

    /** Differs from every content id, which is an int. */
    private static final long NONE = Long.MIN_VALUE;

    /** The largest number of writers' schemas kept; a topic has a few. */
    private static final int MOST_UPGRADES = 64;

    private final SchemaRegistry registry;
    private final Map<Integer, Upgrade> upgrades = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Upgrade> eldest) {
            return size() > MOST_UPGRADES;
        }
    };
    private final AvroInput in = new AvroInput();
    private long lastId = NONE;
    private Upgrade last = (value, view) -> {};

    /**
     * Creates a decoder.
     *
     * @param registry the source of writers' schemas
     */
    public ReadingDecoder(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * Decodes one value into the view; if the bytes are not a reading, the view holds a rejection.
     *
     * @throws RegistryUnreachableException if the schema is not cached and the registry did not answer: the reading is
     *     not judged then
     */
    public void decode(byte[] value, ReadingView view) {
        view.start(value);
        if (!Frame.isFramed(value)) {
            view.reject(
                    Rejection.UNREADABLE,
                    "value of " + value.length + " bytes does not start with the byte 0 and a 4-byte"
                            + " content id: write it with a registry serde");
            return;
        }
        int id = Frame.contentId(value);
        if (id != lastId) {
            Upgrade known = upgrades.get(id);
            if (known == null) {
                if (id == Frame.NO_ID) {
                    view.reject(
                            Rejection.UNKNOWN_SCHEMA,
                            "the content id is 0, which no registry assigns; this is what ids of 8 bytes"
                                    + " look like: set"
                                    + " apicurio.registry.id-handler=io.apicurio.registry.serde.Default4ByteIdHandler"
                                    + " and apicurio.registry.use-id=contentId in the producer");
                    return;
                }
                Lookup lookup = registry.find(id);
                if (lookup instanceof Unknown) {
                    view.reject(
                            Rejection.UNKNOWN_SCHEMA,
                            "the registry knows no schema with content id " + id
                                    + ": was the value written against another registry?");
                    return;
                }
                known = upgrade(lookup, id);
                upgrades.put(id, known);
            }
            lastId = id;
            last = known;
        }
        last.read(value, view);
    }

    private Upgrade upgrade(Lookup lookup, int id) {
        if (lookup instanceof Found found) {
            return Upgrade.from(found.schema(), this);
        }
        return Upgrade.unusable(
                lookup instanceof Unusable unusable
                        ? unusable.why()
                        : "content id " + id + " is a Protobuf schema in the registry: for Protobuf, the mapping of the"
                                + " topic needs format: protobuf");
    }

    void readOurs(byte[] bytes, ReadingView view) {
        view.start(bytes);
        in.reset(bytes, Frame.HEADER);
        int length = in.readLength();
        view.sensor(in.position(), in.position() + length);
        in.skip(length);
        if (readUnion()) {
            length = in.readLength();
            view.model(in.position(), in.position() + length);
            in.skip(length);
        }
        if (readUnion()) {
            view.eventTime(in.readLong());
        }
        if (readUnion()) {
            length = in.readLength();
            view.label(in.position(), in.position() + length);
            in.skip(length);
        }
        readFeatures(view);
        if (in.failed() || in.remaining() > 0) {
            view.reject(
                    Rejection.UNREADABLE,
                    in.failed()
                            ? "the value of " + bytes.length
                                    + " bytes ends or breaks before the last field of SensorReading"
                            : in.remaining() + " bytes follow the last field of SensorReading");
        }
    }

    /** Reads a union of null and one other type. Returns whether a value of the other type follows. */
    private boolean readUnion() {
        long branch = in.readLong();
        if (branch != 0 && branch != 1) {
            in.fail();
        }
        return branch == 1;
    }

    /** Only measures the array's blocks; the floats are read once their row is known. */
    private void readFeatures(ReadingView view) {
        int start = in.position();
        long width = 0;
        long count;
        while ((count = in.readBlockCount()) != 0) {
            if (count * Float.BYTES > in.remaining()) {
                in.fail();
                return;
            }
            in.skip((int) count * Float.BYTES);
            width += count;
        }
        view.features(start, (int) width);
    }
}
