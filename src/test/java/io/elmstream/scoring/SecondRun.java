package io.elmstream.scoring;

import io.elmstream.data.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Another process that opens the folder of a run, and says what came of it. */
public final class SecondRun {

    private SecondRun() {}

    /** Takes the folder. */
    public static void main(String[] arguments) throws IOException {
        try (PartFolder parts = PartFolder.open(Path.of(arguments[0]), Map.of("model", "a"))) {
            System.out.println("opened with " + parts.done().size());
        } catch (DataException e) {
            System.out.println(e.getMessage());
        }
    }
}
