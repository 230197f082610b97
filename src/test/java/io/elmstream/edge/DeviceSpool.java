package io.elmstream.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** What a device keeps that is offline. */
public final class DeviceSpool {

    private DeviceSpool() {}

    /**
     * Scores rows on a device and keeps them.
     *
     * @param model the model file
     * @param spool the folder
     * @param rows lines of CSV with the columns sensor and time besides the features
     */
    public static void keep(Path model, Path spool, String rows) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exit = EdgeMain.run(
                List.of(
                        "--model",
                        model.toString(),
                        "--spool",
                        spool.toString(),
                        "--spool-limit",
                        "20M",
                        "--sensor-column",
                        "sensor",
                        "--time-column",
                        "time"),
                new ByteArrayInputStream(rows.getBytes(UTF_8)),
                OutputStream.nullOutputStream(),
                new PrintStream(errors, true, UTF_8));
        assertThat(exit).describedAs(errors.toString(UTF_8)).isZero();
    }
}
