package io.elmstream.bench;

import java.util.List;

/**
 * A straight line through points by least squares.
 *
 * @param mean of the values
 * @param slope by how much the values grow when the place grows by one; 0 if all points have the same place
 */
record Trend(double mean, double slope) {

    /** A value at a place, such as a time. */
    record Point(double at, double value) {}

    /** @param points at least one */
    static Trend of(List<Point> points) {
        double at = points.stream().mapToDouble(Point::at).average().orElseThrow();
        double value = points.stream().mapToDouble(Point::value).average().orElseThrow();
        double both = points.stream()
                .mapToDouble(point -> (point.at - at) * (point.value - value))
                .sum();
        double square = points.stream()
                .mapToDouble(point -> (point.at - at) * (point.at - at))
                .sum();
        return new Trend(value, square == 0 ? 0 : both / square);
    }
}
