package io.elmstream.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id of an alert. It depends only on what raised the alert, so that a reading processed twice gives the same id
 * twice, and consumers that store alerts can drop duplicates.
 */
public final class AlertId {

    private static final int BYTES = 16;

    private AlertId() {}

    /**
     * Returns the first 128 bits of the SHA-256 of the values, as 32 lower-case hexadecimal digits.
     *
     * @param sensorId the sensor
     * @param modelId the model whose predictions raised the alert
     * @param raisedBy the reading whose prediction raised it
     */
    public static String of(String sensorId, String modelId, Position raisedBy) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            // each text is preceded by its length: no two different triples give the same bytes
            for (String text : new String[] {sensorId, modelId, raisedBy.topic()}) {
                byte[] utf8 = text.getBytes(UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
            out.writeInt(raisedBy.partition());
            out.writeLong(raisedBy.offset());
            if (raisedBy.index() > 0) {
                // the id of a record's first reading is that of earlier releases, which knew only one
                out.writeInt(raisedBy.index());
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
