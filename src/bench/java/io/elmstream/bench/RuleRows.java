package io.elmstream.bench;

import java.util.List;
import java.util.Random;

/** Random readings with their predictions, and ten rules of four terms that judge them. */
final class RuleRows {

    static final int ROWS = 1_024;
    static final List<String> FEATURES = List.of("temperature", "pressure", "speed", "current");
    static final List<String> LABELS = List.of("High", "Low", "Normal", "Rad.Flow");

    /** Most of the first terms hold, so that most of the others are looked at. */
    static final List<String> CONDITIONS = List.of(
            "temperature > 20.0 && pressure < 90.0 && confidence > 0.2 && label == 'High'",
            "temperature > 80.0 && label == 'Rad.Flow' && confidence < 0.6 && margin < 0.3",
            "label != 'Normal' && speed > 10.0 && current > 10.0 && pressure > 95.0",
            "confidence < 0.9 && margin < 0.8 && temperature < 90.0 && speed > 99.0",
            "temperature < 2.0 || pressure < 2.0 || speed < 2.0 || current < 2.0",
            "temperature > 98.0 || label == 'Low' || margin < 0.01 || abstained",
            "temperature + pressure > 100.0 && speed - current > 0.0 && confidence > 0.3",
            "current > 5.0 && speed > 5.0 && pressure > 5.0 && temperature > 5.0",
            "label in ['High', 'Low'] && confidence > 0.1 && temperature < 95.0 && pressure < 5.0",
            "(temperature > 50.0 || pressure > 50.0) && (speed > 50.0 || current > 50.0)");

    final float[] values = new float[ROWS * FEATURES.size()];
    final int[] labels = new int[ROWS];
    final float[] confidences = new float[ROWS];
    final float[] margins = new float[ROWS];

    RuleRows(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 100;
        }
        for (int i = 0; i < ROWS; i++) {
            labels[i] = random.nextInt(LABELS.size());
            confidences[i] = random.nextFloat();
            margins[i] = confidences[i] * random.nextFloat();
        }
    }

    /** Returns a variable of a reading, as interpreters ask for it. */
    Object variable(int row, String name) {
        return switch (name) {
            case "label" -> LABELS.get(labels[row]);
            case "confidence" -> (double) confidences[row];
            case "margin" -> (double) margins[row];
            case "abstained" -> false;
            default -> (double) values[row * FEATURES.size() + FEATURES.indexOf(name)];
        };
    }
}
