package io.elmstream.wire;

import io.elmstream.wire.avro.Label;
import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;

/** The schemas of inputs as used by producers. */
public final class ReadingSchemas {

    private ReadingSchemas() {}

    /**
     * Returns the schema of readings as written in its file, and as contained in the generated class. A producer with
     * Apicurio's default settings registers nothing, and finds only schemas that are textually identical: generated
     * classes add the Java string type to each string.
     */
    public static List<Schema> published() {
        return published(SensorReading.getClassSchema());
    }

    /** Returns the schema of labels, in the same two forms. */
    public static List<Schema> ofLabels() {
        return published(Label.getClassSchema());
    }

    private static List<Schema> published(Schema generated) {
        String file = "/schemas/" + generated.getName() + ".avsc";
        try (InputStream in = ReadingSchemas.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar does not contain " + file);
            }
            return List.of(new Schema.Parser().parse(in), generated);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
