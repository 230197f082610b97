package io.elmstream.bench;

import io.elmstream.app.StreamsClients;
import io.elmstream.app.StreamsProperties;
import io.elmstream.config.Configuration;
import io.elmstream.topology.inference.InferenceTopology;
import io.elmstream.topology.inference.RefusedReadings;
import io.elmstream.wire.AskedSchemas;
import io.elmstream.wire.SchemaRegistry;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** Elmstream's own inference, with its consumer, which bundles readings. */
final class ElmstreamContender implements Contender {

    @Override
    public Topology topology(Configuration configuration, SchemaRegistry registry) {
        return new InferenceTopology(configuration.inference(), registry, Runnable::run, System::currentTimeMillis)
                .build();
    }

    @Override
    public KafkaStreams streams(Configuration configuration, SchemaRegistry registry, Path folder) {
        ScheduledExecutorService asking = Executors.newScheduledThreadPool(AskedSchemas.AT_ONCE);
        AskedSchemas schemas = new AskedSchemas(registry, asking, System::nanoTime);
        KafkaStreams streams = new KafkaStreams(
                topology(configuration, schemas),
                StreamsProperties.inference(configuration, folder, new RefusedReadings()),
                StreamsClients.ofInference(configuration.inference(), schemas));
        streams.setStateListener((now, before) -> {
            if (now.hasCompletedShutdown()) {
                asking.shutdown();
            }
        });
        return streams;
    }
}
