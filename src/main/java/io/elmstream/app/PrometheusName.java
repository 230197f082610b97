package io.elmstream.app;

import io.elmstream.topology.OwnMetric;
import io.elmstream.topology.TaskSensors;

/**
 * The Prometheus name of a Kafka metric, following <a href="https://prometheus.io/docs/practices/naming/">its
 * conventions</a>.
 *
 * @param name without {@code _total}
 * @param counter whether it is a counter
 * @param scale factor for its values, because times are in seconds
 */
record PrometheusName(String name, boolean counter, double scale) {

    private static final String TOTAL = "-total";
    /** The only counter of Kafka Streams whose name does not identify it as one. */
    private static final String FAILED_THREADS = "failed-stream-threads";

    private static final String COUNT = "-count";
    private static final String SECONDS = "-seconds";

    /**
     * Converts a name.
     *
     * @param group Kafka's group of the metric, for example {@code consumer-fetch-manager-metrics}
     * @param name name within the group, for example {@code records-lag}
     */
    static PrometheusName of(String group, String name) {
        boolean total = name.endsWith(TOTAL);
        String bare = total ? name.substring(0, name.length() - TOTAL.length()) : name;
        double scale = hasUnit(bare, "ns") ? 1e-9 : hasUnit(bare, "ms") ? 1e-3 : 1;
        bare = bare.replaceAll("-(ns|ms)(?=-|$)", SECONDS);
        if (bare.endsWith(COUNT)) {
            // the suffix is reserved for histograms
            bare = bare.substring(0, bare.length() - COUNT.length()) + "s";
        }
        String full = "kafka-" + group.replaceAll("-metrics$", "") + "-" + bare;
        return new PrometheusName(full.replaceAll("[^a-zA-Z0-9]", "_"), total || name.equals(FAILED_THREADS), scale);
    }

    /** Returns the full name under which a metric of Elmstream is exported. */
    static String exported(OwnMetric metric) {
        if (!metric.group().isOfTasks()) {
            return metric.metricName();
        }
        PrometheusName name = of(TaskSensors.GROUP, metric.metricName());
        return name.counter() ? name.name() + "_total" : name.name();
    }

    private static boolean hasUnit(String name, String unit) {
        return name.endsWith("-" + unit) || name.contains("-" + unit + "-");
    }
}
