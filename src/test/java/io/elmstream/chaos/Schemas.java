package io.elmstream.chaos;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** Reads records as a stranger does: the schema comes from the registry under the content id that the record names. */
final class Schemas {

    private static final int FRAME = 5;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String registryUrl;
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

    Schemas(String registryUrl) {
        this.registryUrl = registryUrl;
    }

    /** The last of some schema files; each may name types of those before it. */
    static Schema file(Path... files) {
        try {
            Schema.Parser parser = new Schema.Parser();
            Schema last = Schema.create(Schema.Type.NULL);
            for (Path file : files) {
                last = parser.parse(file.toFile());
            }
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a framed record with the schema that its content id names; asks a registry that is away until it is back.
     */
    GenericRecord read(byte[] framed) throws IOException, InterruptedException {
        int contentId = ByteBuffer.wrap(framed).getInt(1);
        GenericDatumReader<GenericRecord> reader = readers.get(contentId);
        if (reader == null) {
            reader = new GenericDatumReader<>(new Schema.Parser().parse(ask(contentId)));
            readers.put(contentId, reader);
        }
        return read(framed, reader);
    }

    /** Reads a framed record with a reader that is known beforehand. */
    static GenericRecord read(byte[] framed, GenericDatumReader<GenericRecord> reader) throws IOException {
        if (framed.length < FRAME || framed[0] != 0) {
            throw new IOException("no frame of a zero byte and a content id");
        }
        return reader.read(
                null,
                DecoderFactory.get()
                        .binaryDecoder(new ByteArrayInputStream(framed, FRAME, framed.length - FRAME), null));
    }

    private String ask(int contentId) throws IOException, InterruptedException {
        URI uri = URI.create(registryUrl + "/ids/contentIds/" + contentId);
        while (true) {
            try {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return answer.body();
                }
                throw new IllegalStateException(uri + " answered " + answer.statusCode() + ": " + answer.body());
            } catch (IOException away) {
                Thread.sleep(200);
            }
        }
    }
}
