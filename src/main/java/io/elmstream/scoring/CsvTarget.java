package io.elmstream.scoring;

import com.fasterxml.jackson.core.io.NumberOutput;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.elmstream.data.Packing;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV file in UTF-8 with a header; numbers have the fewest digits that tell them apart. */
final class CsvTarget implements TableTarget {

    private final PredictedColumns columns;
    private final Packing packing;

    CsvTarget(PredictedColumns columns, Packing packing) {
        this.columns = columns;
        this.packing = packing;
    }

    @Override
    public PartWriter open(OutputStream part) throws IOException {
        return new Part(writer(packing.packed(new BufferedOutputStream(part))));
    }

    @Override
    public void join(List<Path> parts, OutputStream whole) throws IOException {
        OutputStream head = packing.packed(new Unclosed(whole));
        try (CsvWriter writer = writer(head)) {
            writer.writeRecord(columns.flat());
        }
        for (Path part : parts) {
            Files.copy(part, whole);
        }
    }

    private static CsvWriter writer(OutputStream stream) {
        return CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    }

    private final class Part implements PartWriter {

        private final CsvWriter writer;
        private final String[] fields = new String[columns.flat().size()];
        private final String version = String.valueOf(columns.version());

        private Part(CsvWriter writer) {
            this.writer = writer;
        }

        @Override
        public void write(@Nullable Object[] kept, float[] probabilities, int at, int top, boolean verified)
                throws IOException {
            int next = 0;
            for (int i = 0; i < kept.length; i++) {
                fields[next++] = columns.kept().get(i).type().text(kept[i]);
            }
            fields[next++] = columns.labels().get(top);
            fields[next++] = NumberOutput.toString(probabilities[at + top], true);
            if (columns.probabilities()) {
                for (int c = 0; c < columns.labels().size(); c++) {
                    fields[next++] = NumberOutput.toString(probabilities[at + c], true);
                }
            }
            fields[next++] = version;
            if (columns.verified()) {
                fields[next] = String.valueOf(verified);
            }
            try {
                writer.writeRecord(fields);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
