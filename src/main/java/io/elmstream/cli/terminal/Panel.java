package io.elmstream.cli.terminal;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Lines at the bottom of a terminal that are redrawn in place, while other lines scroll above them. */
public final class Panel {

    private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";

    private static final int WIDTH = 80;

    private final Consumer<String> out;
    private final boolean live;
    private List<String> shown = List.of();

    /** @param live whether there is a terminal to draw on; otherwise nothing is drawn */
    public Panel(Consumer<String> out, boolean live) {
        this.out = out;
        this.live = live;
    }

    public boolean isLive() {
        return live;
    }

    /** Redraws the panel. */
    public synchronized void draw(List<String> lines) {
        print(lines, "");
    }

    /** Prints a permanent line above the panel. */
    public synchronized void above(String line) {
        print(shown, line);
    }

    /** Leaves the panel as it was last drawn. */
    public synchronized void close() {
        shown = List.of();
    }

    /** Shortens a line, because a wrapped line would not be overwritten. */
    private static String fitted(String line) {
        String safe = SafeText.of(line);
        return safe.length() <= WIDTH ? safe : safe.substring(0, WIDTH - 3) + "...";
    }

    private void print(List<String> lines, String above) {
        StringBuilder text = new StringBuilder(UP_AND_CLEAR.repeat(shown.size()));
        if (!above.isEmpty()) {
            text.append(SafeText.of(above)).append(lines.isEmpty() ? "" : "\n");
        }
        text.append(lines.stream().map(Panel::fitted).collect(Collectors.joining("\n")));
        out.accept(text.toString());
        shown = lines;
    }
}
