package io.elmstream.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.UnitFamily;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.LayerPlan;
import io.elmstream.training.Metric;
import io.elmstream.training.PlanSearch;
import io.elmstream.training.Scores;
import io.elmstream.training.TrainingPlan;
import io.elmstream.training.Trial;
import io.elmstream.training.UnitPlan;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchPictureTest {

    /** A character of a sans-serif font of 12 pixels is narrower on average. */
    private static final double CHARACTER = 6.6;

    private static final Pattern TEXT =
            Pattern.compile("<text x='([0-9.]+)' y='([0-9.]+)' text-anchor='(\\w+)' fill='[^']+'>([^<]*)</text>");
    private static final Pattern CIRCLE = Pattern.compile("<circle cx='([0-9.]+)' cy='([0-9.]+)' r='(\\d+)'");

    @ParameterizedTest
    @CsvSource({"0.999, 40", "0.999, 90000000", "0.91, 40", "0.91, 700", "0.5, 40", "0.5, 90000000"})
    void shouldKeepEveryTextApartAndInside(double accuracy, double nanos) {
        // Given: the chosen plan in any corner, with a long name
        UnitPlan family = new UnitPlan.Family(
                1024, Activation.CLIP, new UnitFamily(List.of(1, 1, 2, 2), List.of(16f, 32f, 64f)), true);
        LayerPlan longest = new LayerPlan(
                List.of(family, new UnitPlan.Contrast(1024, Activation.RELU, List.of(1, 2, 3, 4), 16)), true);
        Trial chosen = trial(longest, accuracy, nanos);
        List<Trial> trials = new ArrayList<>(List.of(chosen));
        for (int i = 1; i < 30; i++) {
            trials.add(trial(LayerPlan.linear(), 0.9 + 0.003 * i, 50 * Math.pow(1.6, i)));
        }

        // When
        String svg = SearchPicture.svg(Metric.ACCURACY, new PlanSearch.Result(chosen, trials));

        // Then
        List<Rectangle2D> texts =
                TEXT.matcher(svg).results().map(SearchPictureTest::text).toList();
        List<Rectangle2D> circles =
                CIRCLE.matcher(svg).results().map(SearchPictureTest::circle).toList();
        Rectangle2D frame = new Rectangle2D.Double(0, 0, 720, 400);
        assertThat(texts).hasSize(13).allMatch(frame::contains);
        assertThat(circles).hasSizeGreaterThan(20).allMatch(frame::contains);
        for (Rectangle2D text : texts) {
            assertThat(texts.stream().filter(text::intersects)).as("%s", text).hasSize(1);
            assertThat(circles).noneMatch(text::intersects);
        }
    }

    private static Rectangle2D text(MatchResult text) {
        double width = CHARACTER * text.group(4).length();
        double x = Double.parseDouble(text.group(1));
        double left = switch (text.group(3)) {
            case "start" -> x;
            case "middle" -> x - width / 2;
            default -> x - width;
        };
        return new Rectangle2D.Double(left, Double.parseDouble(text.group(2)) - 11, width, 14);
    }

    private static Rectangle2D circle(MatchResult circle) {
        double radius = Double.parseDouble(circle.group(3));
        return new Rectangle2D.Double(
                Double.parseDouble(circle.group(1)) - radius,
                Double.parseDouble(circle.group(2)) - radius,
                2 * radius,
                2 * radius);
    }

    private static Trial trial(LayerPlan layer, double accuracy, double nanos) {
        TrainingPlan plan = new TrainingPlan(layer, new ClassWeights.None(), MissingValues.REFUSE, 1, "test");
        return new Trial(
                plan, 43_500, true, new Scores(accuracy, 0.001, 0.9, 0.01, 0.1, 0.01, 0.01), nanos, nanos, 9_000);
    }
}
