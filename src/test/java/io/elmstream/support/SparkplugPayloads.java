package io.elmstream.support;

import java.util.function.Consumer;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.Metric;

/** Payloads of Sparkplug B as edge nodes write them. */
public final class SparkplugPayloads {

    /** Data types of the specification. */
    public static final int INT8 = 1;

    public static final int INT32 = 3;
    public static final int INT64 = 4;
    public static final int UINT32 = 7;
    public static final int UINT64 = 8;
    public static final int FLOAT = 9;
    public static final int DOUBLE = 10;
    public static final int BOOLEAN = 11;
    public static final int STRING = 12;

    private final Payload.Builder payload = Payload.newBuilder();

    private SparkplugPayloads() {}

    /** A payload of a time. */
    public static SparkplugPayloads at(long timestamp, int seq) {
        SparkplugPayloads payloads = new SparkplugPayloads();
        payloads.payload.setTimestamp(timestamp).setSeq(seq);
        return payloads;
    }

    /** Adds a metric as births have it. */
    public SparkplugPayloads born(String name, long alias, int datatype, Consumer<Metric.Builder> value) {
        Metric.Builder metric =
                Metric.newBuilder().setName(name).setAlias(alias).setDatatype(datatype);
        value.accept(metric);
        payload.addMetrics(metric);
        return this;
    }

    /** Adds a metric as data have it. */
    public SparkplugPayloads changed(long alias, Consumer<Metric.Builder> value) {
        Metric.Builder metric = Metric.newBuilder().setAlias(alias);
        value.accept(metric);
        payload.addMetrics(metric);
        return this;
    }

    /** Adds a metric without an alias. */
    public SparkplugPayloads named(String name, Consumer<Metric.Builder> value) {
        Metric.Builder metric = Metric.newBuilder().setName(name);
        value.accept(metric);
        payload.addMetrics(metric);
        return this;
    }

    /** Returns the bytes. */
    public byte[] bytes() {
        return payload.build().toByteArray();
    }
}
