package io.elmstream.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.http.WebRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GzipTest {

    @Property(tries = 200)
    void shouldSendAStreamThatCanBeReadFromAnyOfItsPartsOn(
            @ForAll @Size(max = 6) List<@Size(max = 300) byte[]> parts, @ForAll byte from) throws IOException {
        // Given: what comes before was sent to others
        List<byte[]> sent = parts.subList(Math.floorMod(from, parts.size() + 1), parts.size());
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        stream.writeBytes(Gzip.header());
        for (byte[] part : sent) {
            stream.writeBytes(Gzip.block(part));
            expected.writeBytes(part);
        }

        // When
        byte[] read = unzipped(stream.toByteArray());

        // Then
        assertThat(read).isEqualTo(expected.toByteArray());
    }

    @Test
    void shouldSendLargePartsWhole() throws IOException {
        // Given
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(Gzip.header());
        stream.writeBytes(Gzip.block(noise));

        // When, then
        assertThat(unzipped(stream.toByteArray())).isEqualTo(noise);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(Gzip.whole(noise))).readAllBytes())
                .isEqualTo(noise);
    }

    @Test
    void shouldCompressForClientsThatAskForIt() {
        // When, then
        for (String accepted : List.of("gzip", "deflate, GZIP;q=0.5, br", "br,gzip", "gzip; q=1.0")) {
            assertThat(Gzip.isWanted(request(accepted))).as(accepted).isTrue();
        }
        for (String accepted : List.of("", "identity", "gzip;q=0", "gzip; q=0.00", "xgzip", "deflate")) {
            assertThat(Gzip.isWanted(request(accepted))).as(accepted).isFalse();
        }
    }

    /** Reads a stream that goes on. */
    static byte[] unzipped(byte[] stream) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stream))) {
            byte[] buffer = new byte[1_000];
            while (true) {
                read.write(buffer, 0, Math.max(0, in.read(buffer)));
            }
        } catch (EOFException e) {
            return read.toByteArray();
        }
    }

    private static WebRequest request(String accepted) {
        return new WebRequest(
                "GET",
                "/page/state",
                Map.of(),
                name -> name.equals("Accept-Encoding") ? Optional.of(accepted) : Optional.empty(),
                new byte[0]);
    }
}
