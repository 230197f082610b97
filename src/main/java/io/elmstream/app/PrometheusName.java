package io.elmstream.app;

/**
 * What a metric of Kafka is called in Prometheus, by <a href="https://prometheus.io/docs/practices/naming/">its
 * rules</a>.
 *
 * @param name without {@code _total}
 * @param counter whether it counts up
 * @param scale what its values are multiplied with, since times are in seconds
 */
record PrometheusName(String name, boolean counter, double scale) {

    private static final String TOTAL = "-total";
    /** The one count of Kafka Streams whose name does not say that it is one. */
    private static final String FAILED_THREADS = "failed-stream-threads";

    private static final String COUNT = "-count";
    private static final String SECONDS = "-seconds";

    /**
     * @param group of the metric in Kafka, for example {@code consumer-fetch-manager-metrics}
     * @param name in the group, for example {@code records-lag}
     */
    static PrometheusName of(String group, String name) {
        boolean total = name.endsWith(TOTAL);
        String bare = total ? name.substring(0, name.length() - TOTAL.length()) : name;
        double scale = hasUnit(bare, "ns") ? 1e-9 : hasUnit(bare, "ms") ? 1e-3 : 1;
        bare = bare.replaceAll("-(ns|ms)(?=-|$)", SECONDS);
        if (bare.endsWith(COUNT)) {
            // the suffix belongs to histograms
            bare = bare.substring(0, bare.length() - COUNT.length()) + "s";
        }
        String full = "kafka-" + group.replaceAll("-metrics$", "") + "-" + bare;
        return new PrometheusName(full.replaceAll("[^a-zA-Z0-9]", "_"), total || name.equals(FAILED_THREADS), scale);
    }

    private static boolean hasUnit(String name, String unit) {
        return name.endsWith("-" + unit) || name.contains("-" + unit + "-");
    }
}
