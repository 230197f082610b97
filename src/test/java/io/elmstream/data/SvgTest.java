package io.elmstream.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SvgTest {

    @Test
    void shouldEscapeTexts() {
        // Given
        Svg svg = new Svg(100, 50);

        // When
        svg.text(1.25, 2, Svg.Anchor.END, "black", "a < b & c");
        svg.circle(3, 4, 5, "gray", "<script>");

        // Then
        assertThat(svg.toString())
                .startsWith("<svg")
                .contains(
                        "<text x='1.3' y='2.0' text-anchor='end' fill='black'>a &lt; b &amp; c</text>",
                        "<title>&lt;script&gt;</title>")
                .endsWith("</svg>\n");
    }
}
