package io.elmstream.wire;

import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;

/** The schema of readings as producers have it. */
public final class ReadingSchemas {

    private static final String FILE = "/schemas/SensorReading.avsc";

    private ReadingSchemas() {}

    /**
     * The schema as it stands in its file, and as the record's class has it. A producer with Apicurio's default
     * settings registers nothing, and finds only what is the same to the letter: Java's classes say of their strings
     * that they are strings.
     */
    public static List<Schema> published() {
        try (InputStream in = ReadingSchemas.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + FILE);
            }
            return List.of(new Schema.Parser().parse(in), SensorReading.getClassSchema());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }
}
