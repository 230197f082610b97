package io.elmstream.cli.terminal;

import io.elmstream.elm.ShortList;
import io.elmstream.tables.EventTimes;
import io.elmstream.tables.Layout;
import io.elmstream.tables.Selection;
import io.elmstream.tables.Table;
import io.elmstream.tables.TableFile;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for how files are read, for all commands that read them. */
public final class FileOptions {

    @Option(
            names = "--delimiter",
            paramLabel = "C",
            converter = Delimiter.class,
            description = "what separates the fields of a CSV file: a character, or tab (default: found out)")
    private Optional<Character> delimiter = Optional.empty();

    @Option(
            names = "--decimal",
            paramLabel = "C",
            converter = Decimal.class,
            description = "the decimal point of a CSV file: . or , (default: found out)")
    private Optional<Character> decimal = Optional.empty();

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            converter = Encoding.class,
            description = "the encoding of a CSV file, such as windows-1252 (default: found out)")
    private Optional<Charset> charset = Optional.empty();

    @Option(
            names = {"--no-header"},
            description = "the first line of a CSV file is a row; its columns are column1, column2 and so on (default:"
                    + " found out)")
    private boolean noHeader;

    @Option(
            names = "--header",
            description =
                    "the first line of a CSV file names the columns, even if the names are numbers (default: found"
                            + " out)")
    private boolean header;

    @Option(
            names = "--comment",
            paramLabel = "C",
            description = "lines of a CSV file that start with this character are no rows")
    private Optional<Character> comment = Optional.empty();

    @Option(
            names = "--skip",
            paramLabel = "N",
            defaultValue = "0",
            description = "lines of a CSV file before its header (default: ${DEFAULT-VALUE})")
    private int skip;

    @Option(
            names = "--na",
            split = ",",
            paramLabel = "TEXTS",
            hideParamSyntax = true,
            description = "texts that stand for missing values, such as ?,NA; an empty field and NaN always do")
    private List<String> missing = List.of();

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "COLUMNS",
            hideParamSyntax = true,
            description = "the columns that are features, where no model says so, such as temp,light (default: all that"
                    + " can be)")
    private List<String> features = List.of();

    @Option(
            names = "--ignore",
            split = ",",
            paramLabel = "COLUMNS",
            hideParamSyntax = true,
            description = "columns that are no features, such as id,note")
    private List<String> ignored = List.of();

    @Option(
            names = "--time",
            paramLabel = "COLUMN[:PATTERN]",
            description = "the column with the event time, which is no feature; numbers since 1970 and ISO 8601 are"
                    + " known, other times have a pattern: s, ms, us, ns or one such as dd.MM.yyyy HH:mm")
    private Optional<String> time = Optional.empty();

    @Option(
            names = "--sensor",
            paramLabel = "COLUMN",
            description = "the column with the id of the sensor, which is no feature")
    private Optional<String> sensor = Optional.empty();

    public Layout layout() {
        if (skip < 0) {
            throw new CommandFailure("BAD_VALUE", "--skip must be 0 or more, but is " + skip, "--skip");
        }
        if (header && noHeader) {
            throw new CommandFailure("USAGE", "--header and --no-header contradict each other", "--no-header");
        }
        return new Layout(
                charset,
                delimiter,
                decimal,
                header ? Optional.of(true) : noHeader ? Optional.of(false) : Optional.empty(),
                comment,
                skip,
                Set.copyOf(missing));
    }

    /**
     * Opens files as one table, whose columns for time and sensor are checked.
     *
     * @param option that names the files, for messages
     */
    public Table open(String option, List<Path> files) {
        Layout layout = layout();
        Table table = Table.of(files.stream()
                .map(file -> TableFile.toRead(file).open(option, layout))
                .toList());
        table.requireColumns(setAside(table));
        return table;
    }

    /** Returns the columns that may be features. */
    public Selection selection(Table table) {
        List<String> none = new ArrayList<>(ignored);
        none.addAll(setAside(table));
        return new Selection(features, none);
    }

    /**
     * Returns what makes readings of the rows.
     *
     * @param label the column with the true class
     */
    public RowReadings readings(Table table, Optional<String> label) {
        return new RowReadings(time(table), sensor, label);
    }

    /**
     * Says in one line how the files were understood, and which columns are ignored: one may be a misspelled feature.
     */
    public void say(Console console, Table table, List<String> usedFeatures, Optional<String> label) {
        Set<String> known = new LinkedHashSet<>(ignored);
        known.addAll(setAside(table));
        label.ifPresent(known::add);
        List<String> leftOut = table.columnsBeside(usedFeatures, known);
        say(console, table, leftOut.isEmpty() ? List.of() : List.of("ignored columns " + ShortList.ofTexts(leftOut)));
    }

    /** Says in one line how the files were understood. */
    public void say(Console console, Table table, List<String> findings) {
        List<String> all = new ArrayList<>(table.findings());
        all.addAll(findings);
        if (!all.isEmpty()) {
            console.say(true, table.name() + ": " + String.join("; ", all));
        }
    }

    /** Returns the number of bytes of the files. */
    public static long bytes(Table table) {
        return table.files().stream()
                .mapToLong(file -> Path.of(file.name().path()).toFile().length())
                .sum();
    }

    private Optional<EventTimes> time(Table table) {
        try {
            return time.map(text -> EventTimes.parse(text, table.columns()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("BAD_VALUE", "--time: " + e.getMessage(), "--time");
        }
    }

    private List<String> setAside(Table table) {
        List<String> columns = new ArrayList<>();
        time(table).map(EventTimes::column).ifPresent(columns::add);
        sensor.ifPresent(columns::add);
        return columns;
    }

    /** Parses a delimiter. */
    static final class Delimiter implements ITypeConverter<Character> {

        @Override
        public Character convert(String text) {
            String character = text.equals("tab") || text.equals("\\t") ? "\t" : text.equals("space") ? " " : text;
            if (character.length() != 1 || "\"\r\n".contains(character)) {
                throw new TypeConversionException("must be one character, or tab, but is '" + text + "'");
            }
            return character.charAt(0);
        }
    }

    /** Parses a decimal point. */
    static final class Decimal implements ITypeConverter<Character> {

        @Override
        public Character convert(String text) {
            if (!text.equals(".") && !text.equals(",")) {
                throw new TypeConversionException("must be . or , but is '" + text + "'");
            }
            return text.charAt(0);
        }
    }

    /** Parses the name of an encoding, with a clear message for other input. */
    static final class Encoding implements ITypeConverter<Charset> {

        @Override
        public Charset convert(String text) {
            try {
                return Charset.forName(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "must be the name of an encoding, such as windows-1252, but is '" + text + "'");
            }
        }
    }
}
