package io.elmstream.wire;

import io.elmstream.batch.Rejection;
import java.util.List;
import org.apache.avro.Schema;

/** How bytes of a writer's schema become bytes of this product's schema of a reading. */
interface Upgrade {

    void read(byte[] value, ReadingView view);

    /** Of what the registry holds, but nothing can be read by. */
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
