package io.elmstream.edge;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of the command.
 *
 * @param model the model file
 * @param watch the folder with newer versions
 * @param columns the names of the columns, if the input has no header line
 * @param probabilities whether to write the probability of every class
 * @param spool where to keep readings and predictions
 */
record EdgeOptions(
        Path model,
        Optional<Path> watch,
        Optional<List<String>> columns,
        boolean probabilities,
        Optional<SpoolOptions> spool) {

    private static final String PROBABILITIES = "--probabilities";
    private static final Set<String> WITH_VALUE = Set.of(
            "--model",
            "--watch",
            "--columns",
            "--spool",
            "--spool-limit",
            "--sensor",
            "--sensor-column",
            "--time-column");

    static final String USAGE = """
            Usage: java -jar elmstream-edge.jar --model FILE [OPTION...] < READINGS > PREDICTIONS

            Reads lines of CSV from standard input, finds the features of the model by the names in
            the first line, and writes a line for each prediction as soon as no more input is there.

              --model FILE       the model file, as written by elmstream train
              --watch FOLDER     use a newer version of the model as soon as FOLDER has its file
              --columns A,B,...  the input has no header line, and these columns
              --probabilities    write the probability of every class
              --help             print this text

            A spool keeps readings and predictions, for elmstream feed --spool to send them later:

              --spool FOLDER        keep them in FOLDER
              --spool-limit SIZE    delete the oldest beyond this size, such as 500M (default: 1G)
              --sensor ID           all readings are from this sensor
              --sensor-column NAME  the column with the id of the sensor, instead of --sensor
              --time-column NAME    the column with the time of the reading, in milliseconds or as
                                    2026-11-26T12:00:00Z (default: the time of its arrival)

            With java --add-modules jdk.incubator.vector it is faster, where the JDK has that module.

            Exit codes: 0 all lines were scored, 1 failure, 2 wrong usage, 4 some lines could not be
            scored; standard error says which and why.
            """;

    static EdgeOptions parse(List<String> arguments) throws UsageException {
        Arguments given = Arguments.parse(arguments);
        Optional<Path> folder = given.path("--spool");
        for (String option : List.of("--spool-limit", "--sensor", "--sensor-column", "--time-column")) {
            if (folder.isEmpty() && given.value(option).isPresent()) {
                throw new UsageException(option + " is for --spool only");
            }
        }
        return new EdgeOptions(
                given.path("--model").orElseThrow(() -> new UsageException("--model is missing")),
                given.path("--watch"),
                given.names("--columns"),
                given.isSet(PROBABILITIES),
                folder.isEmpty() ? Optional.empty() : Optional.of(spool(folder.get(), given)));
    }

    private static SpoolOptions spool(Path folder, Arguments given) throws UsageException {
        Optional<String> limit = given.value("--spool-limit");
        Optional<String> sensor = given.value("--sensor");
        Optional<String> sensorColumn = given.value("--sensor-column");
        if (sensor.isPresent() == sensorColumn.isPresent()) {
            throw new UsageException("--spool needs either --sensor or --sensor-column");
        }
        Optional<String> problem = sensor.flatMap(Origin::problem);
        if (problem.isPresent()) {
            throw new UsageException("--sensor is \"" + Columns.shown(sensor.orElseThrow()) + "\", " + problem.get());
        }
        long bytes = limit.isEmpty() ? SpoolOptions.DEFAULT_LIMIT : SpoolOptions.bytes(limit.get());
        return new SpoolOptions(folder, bytes, sensor, sensorColumn, given.value("--time-column"));
    }

    /** The options that were given, with their values. */
    private record Arguments(Map<String, String> values) {

        static Arguments parse(List<String> arguments) throws UsageException {
            Map<String, String> values = new HashMap<>();
            Iterator<String> rest = arguments.iterator();
            while (rest.hasNext()) {
                String option = rest.next();
                boolean isFlag = option.equals(PROBABILITIES);
                if (!isFlag && !WITH_VALUE.contains(option)) {
                    throw new UsageException("unknown argument " + option);
                }
                if (!isFlag && !rest.hasNext()) {
                    throw new UsageException(option + " needs a value");
                }
                values.put(option, isFlag ? "" : rest.next());
            }
            return new Arguments(values);
        }

        boolean isSet(String option) {
            return values.containsKey(option);
        }

        Optional<String> value(String option) {
            return Optional.ofNullable(values.get(option));
        }

        Optional<Path> path(String option) throws UsageException {
            try {
                return value(option).map(Path::of);
            } catch (InvalidPathException e) {
                throw new UsageException(option + " is not a path: " + e.getMessage());
            }
        }

        Optional<List<String>> names(String option) throws UsageException {
            try {
                Optional<String> line = value(option);
                return line.isEmpty() ? Optional.empty() : Optional.of(CsvLine.fields(line.get()));
            } catch (BadLineException e) {
                throw new UsageException(option + " " + e.getMessage());
            }
        }
    }
}
