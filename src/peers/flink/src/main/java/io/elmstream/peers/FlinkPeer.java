package io.elmstream.peers;

import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink's mini cluster with its Kafka connector, the stock serde and ONNX Runtime, parallelism 1, exactly once. */
public final class FlinkPeer {

    private FlinkPeer() {}

    /** Takes the file of its settings, and runs until the process ends. */
    public static void main(String[] arguments) throws Exception {
        PeerSettings settings = PeerSettings.read(Path.of(arguments[0]));
        Configuration configuration = new Configuration();
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                settings.folder().toUri().toString());
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        flink.enableCheckpointing(settings.commitMillis(), CheckpointingMode.EXACTLY_ONCE);
        // operators of one chain pass the object on instead of a copy
        flink.getConfig().enableObjectReuse();
        flink.fromSource(source(settings), WatermarkStrategy.noWatermarks(), "readings")
                .transform("predict", new GenericTypeInfo<>(Outcome.class), new PredictInBatches(settings))
                .sinkTo(sink(settings));
        flink.execute(settings.id());
    }

    private static KafkaSource<Event> source(PeerSettings settings) {
        return KafkaSource.<Event>builder()
                .setBootstrapServers(settings.servers())
                .setGroupId(settings.id())
                .setTopics(settings.in())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setProperty("isolation.level", "read_committed")
                .setDeserializer(new Readings(settings))
                .build();
    }

    private static KafkaSink<Outcome> sink(PeerSettings settings) {
        return KafkaSink.<Outcome>builder()
                .setBootstrapServers(settings.servers())
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(settings.id())
                .setProperty("linger.ms", Long.toString(settings.producerLinger()))
                .setProperty("batch.size", Integer.toString(settings.producerBatch()))
                .setProperty("compression.type", settings.compression())
                // the broker allows 15 minutes, Flink's default is an hour
                .setProperty("transaction.timeout.ms", "600000")
                .setRecordSerializer(new Predictions(settings))
                .build();
    }
}
