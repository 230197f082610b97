package io.elmstream.wire;

import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;

/** The schema of readings as used by producers. */
public final class ReadingSchemas {

    private static final String FILE = "/schemas/SensorReading.avsc";

    private ReadingSchemas() {}

    /**
     * Returns the schema as written in its file, and as contained in the generated class. A producer with Apicurio's
     * default settings registers nothing, and finds only schemas that are textually identical: generated classes add
     * the Java string type to each string.
     */
    public static List<Schema> published() {
        try (InputStream in = ReadingSchemas.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the jar does not contain " + FILE);
            }
            return List.of(new Schema.Parser().parse(in), SensorReading.getClassSchema());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }
}
