package io.elmstream.wire;

import io.elmstream.batch.Rejection;
import java.util.List;
import org.apache.avro.Schema;

/** Converts a value from a writer's schema to this product's schema of readings. */
interface Upgrade {

    void read(byte[] value, ReadingView view);

    /** Returns the conversion for content that cannot be used as a schema, which rejects every reading. */
    static Upgrade unusable(String why) {
        return (value, view) -> view.reject(Rejection.UNREADABLE, why);
    }

    static Upgrade from(Schema writer, ReadingDecoder decoder) {
        List<String> problems = ReadingFit.problems(writer);
        if (!problems.isEmpty()) {
            String why = " cannot be read as a SensorReading: " + String.join("; ", problems);
            return (value, view) -> view.reject(
                    Rejection.UNREADABLE,
                    "the schema " + writer.getFullName() + " with content id " + Frame.contentId(value) + why);
        }
        if (ReadingFit.isOurs(writer)) {
            return decoder::readOurs;
        }
        return new ReadingRewriter(writer, decoder);
    }
}
