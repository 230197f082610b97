package io.elmstream.cli.stream;

import io.elmstream.cli.stream.MappingCheckCommand.Problem;
import io.elmstream.cli.stream.MappingCheckCommand.Reading;
import io.elmstream.cli.stream.MappingCheckCommand.Result;
import io.elmstream.cli.terminal.Console;
import io.elmstream.elm.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Shows the result of {@code mapping check} to people: the readings as a table, and below it what does not fit. */
record MappingCheckTable(Console console) {

    private static final int MOST_ROWS = 50;
    private static final int MOST_FEATURES = 8;
    private static final int WIDEST = 32;

    void show(Result result) {
        table(result);
        int hiddenRows = result.rows().size() - MOST_ROWS;
        int hiddenFeatures = names(result).size() - MOST_FEATURES;
        if (hiddenRows > 0 || hiddenFeatures > 0) {
            console.print("... "
                    + (hiddenRows > 0 ? Counted.of(hiddenRows, "more reading") : "")
                    + (hiddenRows > 0 && hiddenFeatures > 0 ? " and " : "")
                    + (hiddenFeatures > 0 ? Counted.of(hiddenFeatures, "more feature") : "")
                    + "; --json has all");
        }
        for (Problem problem : result.problems()) {
            console.print(problem.reason() + " in " + Counted.of(problem.readings(), "reading") + ": "
                    + problem.message()
                    + problem.nearest()
                            .map(near -> ". Did you mean " + near + "?")
                            .orElse(""));
        }
        result.remarks().forEach(console::print);
        console.print(
                "%s of %s, read for the features of %s: %s",
                Counted.of(result.readings(), "reading"),
                result.source(),
                result.features(),
                result.deadLetters() == 0
                        ? "all fit"
                        : Counted.of(result.deadLetters(), "would become a dead letter", "would become dead letters"));
    }

    private static List<String> names(Result result) {
        return result.rows().stream()
                .findFirst()
                .map(first -> List.copyOf(first.features().keySet()))
                .orElse(List.of());
    }

    private void table(Result result) {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("POSITION", "OUTCOME", "SENSOR", "EVENT TIME", "MODEL", "LABEL"));
        names(result).stream().limit(MOST_FEATURES).forEach(head::add);
        lines.add(head);
        result.rows().stream().limit(MOST_ROWS).map(MappingCheckTable::cells).forEach(lines::add);
        List<Integer> widths = IntStream.range(0, head.size())
                .mapToObj(column -> lines.stream()
                        .mapToInt(line -> shortened(line.get(column)).length())
                        .max()
                        .orElse(0))
                .toList();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                String cell = shortened(line.get(column));
                text.append(cell).append(" ".repeat(widths.get(column) - cell.length() + 2));
            }
            console.print(text.toString().stripTrailing());
        }
    }

    private static List<String> cells(Reading reading) {
        List<String> cells = new ArrayList<>(List.of(
                reading.position()
                        + reading.index().map(index -> "[" + index + "]").orElse(""),
                reading.reasons().isEmpty() ? "row" : reading.reasons().get(0),
                reading.sensor().orElse("-"),
                reading.eventTime().orElse("-"),
                reading.model().orElse("-"),
                reading.label().orElse("-")));
        reading.features().values().stream()
                .limit(MOST_FEATURES)
                .map(MappingCheckTable::number)
                .forEach(cells::add);
        return cells;
    }

    private static String number(Optional<Float> value) {
        return value.map(each -> each == Math.rint(each) && Math.abs(each) < 1e7
                        ? Long.toString(each.longValue())
                        : each.toString())
                .orElse("-");
    }

    private static String shortened(String cell) {
        return cell.length() <= WIDEST ? cell : cell.substring(0, WIDEST - 3) + "...";
    }
}
