package io.elmstream.edge;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of the command.
 *
 * @param model the model file
 * @param columns the names of the columns, if the input has no header line
 * @param probabilities whether to write the probability of every class
 */
record EdgeOptions(Path model, Optional<List<String>> columns, boolean probabilities) {

    static final String USAGE = """
            Usage: java -jar elmstream-edge.jar --model FILE [OPTION...] < READINGS > PREDICTIONS

            Reads lines of CSV from standard input, finds the features of the model by the names in
            the first line, and writes a line for each prediction as soon as no more input is there.

              --model FILE       the model file, as written by elmstream train
              --columns A,B,...  the input has no header line, and these columns
              --probabilities    write the probability of every class
              --help             print this text

            With java --add-modules jdk.incubator.vector it is faster, where the JDK has that module.

            Exit codes: 0 all lines were scored, 1 failure, 2 wrong usage, 3 some lines could not be
            scored; standard error says which and why.
            """;

    static EdgeOptions parse(List<String> arguments) throws UsageException {
        Optional<Path> model = Optional.empty();
        Optional<List<String>> columns = Optional.empty();
        boolean probabilities = false;
        Arguments rest = new Arguments(arguments.iterator());
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--model" -> model = Optional.of(rest.path(option));
                case "--columns" -> columns = Optional.of(rest.names(option));
                case "--probabilities" -> probabilities = true;
                default -> throw new UsageException("unknown argument " + option);
            }
        }
        return new EdgeOptions(
                model.orElseThrow(() -> new UsageException("--model is missing")), columns, probabilities);
    }

    /** Options and their values, from left to right. */
    private record Arguments(Iterator<String> rest) {

        boolean hasNext() {
            return rest.hasNext();
        }

        String next() {
            return rest.next();
        }

        String value(String option) throws UsageException {
            if (!rest.hasNext()) {
                throw new UsageException(option + " needs a value");
            }
            return rest.next();
        }

        Path path(String option) throws UsageException {
            String value = value(option);
            try {
                return Path.of(value);
            } catch (InvalidPathException e) {
                throw new UsageException(option + " is \"" + value + "\", which is not a path: " + e.getReason());
            }
        }

        List<String> names(String option) throws UsageException {
            try {
                return CsvLine.fields(value(option));
            } catch (BadLineException e) {
                throw new UsageException(option + " " + e.getMessage());
            }
        }
    }
}
