package io.elmstream.cli.terminal;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Lines at the bottom of a terminal that are drawn over themselves, with other lines going up above them. */
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

    /** Draws the panel anew. */
    public synchronized void draw(List<String> lines) {
        print(lines, "");
    }

    /** Prints a line above the panel, which stays. */
    public synchronized void above(String line) {
        print(shown, line);
    }

    /** Leaves the panel as it was drawn last. */
    public synchronized void close() {
        shown = List.of();
    }

    /** A line that wraps would not be drawn over. */
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
