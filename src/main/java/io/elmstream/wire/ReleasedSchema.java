package io.elmstream.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** The schemas of earlier releases, which are in the jar, to read what was written with them. */
final class ReleasedSchema {

    private ReleasedSchema() {}

    /**
     * Parses a schema.
     *
     * @param release the number of the set
     * @param names the schema, preceded by those that it refers to
     * @return the last of them
     */
    static Schema of(int release, String... names) {
        Schema.Parser parser = new Schema.Parser();
        Schema last = Schema.create(Schema.Type.NULL);
        for (String name : names) {
            String path = "/schemas/released/" + release + "/" + name + ".avsc";
            try (InputStream in = ReleasedSchema.class.getResourceAsStream(path)) {
                if (in == null) {
                    throw new IllegalStateException("the jar does not contain " + path);
                }
                last = parser.parse(in);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + path, e);
            }
        }
        return last;
    }
}
