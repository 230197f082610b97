package io.elmstream.testing;

import io.elmstream.tables.CsvFile;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Table;
import io.elmstream.wire.ReadingRecords;
import io.elmstream.wire.avro.SensorReading;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pipes the readings of one sensor into an {@link ElmstreamTestDriver}, with values by the model's feature names: those
 * of the champion at the driver's event time, or of the newest version if there is no champion yet. Immutable; each
 * {@code with} method returns another input for the same sensor.
 *
 * <p>Mistakes of a test are exceptions here. For readings that are to become dead letters, such as ones of the wrong
 * width, pass the record itself to {@link ElmstreamTestDriver#pipe(SensorReading)}.
 */
public final class SensorInput {

    private final ElmstreamTestDriver driver;
    private final String sensorId;
    private final Optional<String> modelId;
    private final Optional<Instant> eventTime;
    private final Optional<String> label;

    SensorInput(
            ElmstreamTestDriver driver,
            String sensorId,
            Optional<String> modelId,
            Optional<Instant> eventTime,
            Optional<String> label) {
        this.driver = driver;
        this.sensorId = sensorId;
        this.modelId = modelId;
        this.eventTime = eventTime;
        this.label = label;
    }

    /**
     * Makes readings name their model; the default is that of {@code models.default}.
     *
     * @param id of a published model
     * @return the input for such readings
     */
    public SensorInput withModel(String id) {
        return new SensorInput(driver, sensorId, Optional.of(id), eventTime, label);
    }

    /**
     * Makes readings carry their event time; the default is the driver's.
     *
     * @param time in whole milliseconds, before or after the driver's
     * @return the input for such readings
     */
    public SensorInput withEventTime(Instant time) {
        return new SensorInput(driver, sensorId, modelId, Optional.of(time), label);
    }

    /**
     * Makes readings carry their true class, for accuracy figures; it never changes a prediction.
     *
     * @param trueClass one of the model's labels
     * @return the input for such readings
     */
    public SensorInput withLabel(String trueClass) {
        return new SensorInput(driver, sensorId, modelId, eventTime, Optional.of(trueClass));
    }

    /**
     * Pipes one reading.
     *
     * @param values of all features of the model, by name; NaN for a missing value
     * @throws IllegalArgumentException if no version of the model is published, a feature is unknown or has no value,
     *     or a value is beyond the range of a 32-bit float; the message names model, feature and value
     */
    public void pipe(Map<String, ? extends Number> values) {
        pipe(driver.features(modelId).inOrder(values, "the reading of sensor \"" + sensorId + "\""));
    }

    /**
     * Pipes each row of CSV text as a reading.
     *
     * @param csv a header that names all features of the model, in any order, and rows; other columns are ignored, and
     *     an empty field is a missing value
     * @return the number of readings
     * @throws IllegalArgumentException if no version of the model is published
     * @throws io.elmstream.data.DataException if a feature has no column, or a field is not a number; the message names
     *     row, column and value. The rows before it have been piped.
     */
    public long pipeCsv(String csv) {
        return pipe(CsvFile.ofText("the CSV text", csv));
    }

    /**
     * Pipes each row of a CSV file as a reading, as {@link #pipeCsv(String)} does.
     *
     * @param file in UTF-8; a file whose name ends in {@code .gz} is decompressed
     * @return the number of readings
     * @throws IllegalArgumentException if no version of the model is published
     * @throws io.elmstream.data.DataException if the file cannot be read, a feature has no column, or a field is not a
     *     number
     */
    public long pipeCsv(Path file) {
        return pipe(CsvFile.of(file));
    }

    private long pipe(CsvFile file) {
        long[] piped = {0};
        Table.of(file)
                .rows(driver.features(modelId).names(), List.of(), RowRange.ALL)
                .forEach(row -> {
                    pipe(ReadingRecords.features(row.features()));
                    piped[0]++;
                    return true;
                });
        return piped[0];
    }

    private void pipe(List<Float> features) {
        driver.pipe(new SensorReading(
                sensorId, modelId.orElse(null), eventTime.orElse(null), label.orElse(null), features));
    }
}
