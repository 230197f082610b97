package io.elmstream.data;

import java.util.Locale;

/** A drawing as SVG, in pixels from the upper left corner; numbers have a point whatever the locale. */
public final class Svg {

    /** Where a text stands relative to its position. */
    public enum Anchor {
        START,
        MIDDLE,
        END;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final StringBuilder elements = new StringBuilder();

    /**
     * Creates a white drawing.
     *
     * @param width in pixels
     * @param height in pixels
     */
    public Svg(int width, int height) {
        add(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='12'>",
                width, height);
        add("<rect width='100%%' height='100%%' fill='white'/>");
    }

    /**
     * Adds an element.
     *
     * @param pattern the element, as for {@link String#format}; texts in it must be escaped
     * @param values its values
     */
    public void add(String pattern, Object... values) {
        elements.append(String.format(Locale.ROOT, pattern, values)).append('\n');
    }

    /**
     * Adds a text.
     *
     * @param x horizontal position
     * @param y of its base line
     * @param anchor which part of it stands at x
     * @param colour an SVG colour
     * @param words what to write
     */
    public void text(double x, double y, Anchor anchor, String colour, String words) {
        add(
                "<text x='%.1f' y='%.1f' text-anchor='%s' fill='%s'>%s</text>",
                x, y, anchor.word(), colour, escaped(words));
    }

    /**
     * Adds a filled circle.
     *
     * @param x horizontal position of its centre
     * @param y vertical position of its centre
     * @param radius in pixels
     * @param colour an SVG colour
     * @param title what a browser shows under the pointer
     */
    public void circle(double x, double y, int radius, String colour, String title) {
        add(
                "<circle cx='%.1f' cy='%.1f' r='%d' fill='%s'><title>%s</title></circle>",
                x, y, radius, colour, escaped(title));
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** {@return the whole drawing} */
    @Override
    public String toString() {
        return elements + "</svg>\n";
    }
}
