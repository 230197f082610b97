package io.elmstream.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** The schemas of earlier releases, which the jar carries, for what was written with them. */
final class ReleasedSchema {

    private ReleasedSchema() {}

    /**
     * @param release the number of the set
     * @param names the schema, after those that it refers to
     * @return the last of them
     */
    static Schema of(int release, String... names) {
        Schema.Parser parser = new Schema.Parser();
        Schema last = Schema.create(Schema.Type.NULL);
        for (String name : names) {
            String path = "/schemas/released/" + release + "/" + name + ".avsc";
            try (InputStream in = ReleasedSchema.class.getResourceAsStream(path)) {
                if (in == null) {
                    throw new IllegalStateException("the jar lacks " + path);
                }
                last = parser.parse(in);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + path, e);
            }
        }
        return last;
    }
}
