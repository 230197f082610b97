package io.elmstream.tables;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds out from its first rows how a CSV file is written. A file with commas and a header stays what it is. */
final class CsvSniffer {

    /** What may separate fields, the usual first. */
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

    private static final int ROWS = 100;
    private static final Pattern WITH_COMMA = Pattern.compile("[-+]?[0-9]*,[0-9]+([eE][-+]?[0-9]+)?");
    private static final Pattern WITH_POINT = Pattern.compile("[-+]?[0-9]*\\.[0-9]*([eE][-+]?[0-9]+)?");
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][-+]?[0-9]+)?");

    /**
     * The beginning of a file.
     *
     * @param text its first characters
     * @param whole whether these are all
     */
    record Head(String text, boolean whole) {}

    private final Head head;

    CsvSniffer(Head head) {
        this.head = head;
    }

    /** Returns how the file is written: as its layout says, otherwise as its first rows look. */
    Dialect dialect(Layout layout, Charset charset) {
        char delimiter = layout.delimiter().orElseGet(() -> delimiter(layout.comment()));
        List<List<String>> records = records(delimiter, layout.comment());
        boolean header = layout.header().orElseGet(() -> hasHeader(records, layout.missing()));
        List<List<String>> rows = records.subList(header ? Math.min(1, records.size()) : 0, records.size());
        char decimal = layout.decimal().orElseGet(() -> delimiter != ',' && hasDecimalCommas(rows) ? ',' : '.');
        return new Dialect(charset, delimiter, decimal, header, layout.comment(), layout.skip(), layout.missing());
    }

    /** Returns what the layout did not say and is not usual, in a few words each. */
    List<String> findings(Layout layout, Dialect dialect, Encoding encoding) {
        List<String> findings = new ArrayList<>();
        if (encoding.guessed()) {
            findings.add("Latin-1 (" + encoding.charset().name() + ")");
        }
        if (layout.delimiter().isEmpty() && dialect.delimiter() != ',') {
            findings.add(
                    switch (dialect.delimiter()) {
                        case ';' -> "semicolons";
                        case '\t' -> "tabs";
                        default -> "vertical bars";
                    });
        }
        if (layout.decimal().isEmpty() && dialect.decimal() == ',') {
            findings.add("decimal comma");
        }
        if (layout.header().isEmpty() && !dialect.header()) {
            int width = records(dialect.delimiter(), dialect.comment()).get(0).size();
            findings.add("no header, so that the columns are column1 to column" + width);
        }
        return findings;
    }

    /** Returns whether there is nothing but blank lines and comments. */
    boolean isEmpty(Optional<Character> comment) {
        return head.text
                .lines()
                .allMatch(line -> line.isBlank()
                        || comment.filter(first -> line.charAt(0) == first).isPresent());
    }

    /** Returns the first rows, of which the last may be cut unless it is the first. */
    List<List<String>> records(char delimiter, Optional<Character> comment) {
        Dialect dialect = new Dialect(Charset.defaultCharset(), delimiter, '.', true, comment, 0, Set.of());
        List<List<String>> records = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = dialect.records(new StringReader(head.text))) {
            Iterator<CsvRecord> all = reader.iterator();
            while (records.size() <= ROWS && all.hasNext()) {
                records.add(all.next().getFields());
            }
            boolean cut = !head.whole() && records.size() > 1 && !all.hasNext();
            return cut ? records.subList(0, records.size() - 1) : records;
        } catch (CsvParseException e) {
            // the rows ahead of it tell enough; what is wrong with it is told when it is read
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns what cuts most rows into as many fields as the first one, more than one; of those, what cuts out most
     * numbers, since decimal commas can cut all rows alike. Otherwise, a comma.
     */
    private char delimiter(Optional<Character> comment) {
        char best = ',';
        double most = 0;
        for (char candidate : DELIMITERS) {
            List<List<String>> records = records(candidate, comment);
            double rows = rowsOfEqualWidth(records) + shareOfNumbers(records) / 2;
            if (rows >= 1 && rows > most) {
                best = candidate;
                most = rows;
            }
        }
        return best;
    }

    private static long rowsOfEqualWidth(List<List<String>> records) {
        int width = records.isEmpty() ? 0 : records.get(0).size();
        return width < 2
                ? 0
                : records.stream().filter(row -> row.size() == width).count();
    }

    private static double shareOfNumbers(List<List<String>> records) {
        return records.stream()
                .flatMap(List::stream)
                .mapToInt(field -> isNumber(field) ? 1 : 0)
                .average()
                .orElse(0);
    }

    /**
     * Returns whether the first row names the columns. It does not if it has numbers wherever the others have, unless
     * they count the columns.
     */
    private static boolean hasHeader(List<List<String>> records, Set<String> missing) {
        if (records.size() < 2) {
            return true;
        }
        List<String> first = records.get(0);
        List<List<String>> rows = records.subList(1, records.size());
        int[] numbers = IntStream.range(0, first.size())
                .filter(j -> isOfNumbers(rows, j, missing))
                .toArray();
        boolean allNumbers = numbers.length > 0
                && IntStream.of(numbers).allMatch(j -> isNumber(first.get(j)) || missing.contains(first.get(j)))
                && IntStream.of(numbers).anyMatch(j -> isNumber(first.get(j)));
        return !allNumbers || countsColumns(first, numbers);
    }

    private static boolean countsColumns(List<String> first, int[] numbers) {
        return numbers.length > 1
                && IntStream.range(1, numbers.length)
                        .allMatch(i -> first.get(numbers[i]).matches("[0-9]{1,6}")
                                && first.get(numbers[i - 1]).matches("[0-9]{1,6}")
                                && Integer.parseInt(first.get(numbers[i]))
                                        == Integer.parseInt(first.get(numbers[i - 1])) + 1);
    }

    private static boolean isOfNumbers(List<List<String>> rows, int column, Set<String> missing) {
        boolean some = false;
        for (List<String> row : rows) {
            String field = column < row.size() ? row.get(column).strip() : "";
            if (!field.isEmpty() && !missing.contains(field)) {
                if (!isNumber(field)) {
                    return false;
                }
                some = true;
            }
        }
        return some;
    }

    private static boolean hasDecimalCommas(List<List<String>> rows) {
        return rows.stream()
                        .flatMap(List::stream)
                        .anyMatch(field -> WITH_COMMA.matcher(field.strip()).matches())
                && rows.stream()
                        .flatMap(List::stream)
                        .noneMatch(field -> WITH_POINT.matcher(field.strip()).matches());
    }

    private static boolean isNumber(String field) {
        return NUMBER.matcher(field.strip()).matches();
    }
}
