package io.elmstream.bench;

import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.elmstream.config.Configuration;
import io.elmstream.elm.Elm;
import io.elmstream.topology.Names;
import io.elmstream.wire.RegistryRequests;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * What one would write by hand: the stock serde both ways, and one reading after the other through EJML in double
 * precision.
 */
final class NaiveContender implements Contender {

    private final Elm elm;
    private final String registryUrl;

    NaiveContender(Elm elm, String registryUrl) {
        this.elm = elm;
        this.registryUrl = registryUrl;
    }

    @Override
    public Topology topology(Configuration configuration, SchemaRegistry registry) {
        Map<String, Object> settings = MemoryFacade.settings(registryUrl);
        RegistryClientFacade client = RegistryRequests.client(new SchemaResolverConfig(settings));
        AvroKafkaDeserializer<SensorReading> deserializer = new AvroKafkaDeserializer<>(client);
        deserializer.configure(settings, false);
        AvroKafkaSerializer<Prediction> serializer = new AvroKafkaSerializer<>(client);
        serializer.configure(settings, false);
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        Names.READINGS_SOURCE,
                        new ByteArrayDeserializer(),
                        deserializer,
                        configuration.inference().topics().readings())
                .addProcessor("predict", () -> new Predict(elm), Names.READINGS_SOURCE)
                .addSink(
                        Names.PREDICTIONS_SINK,
                        configuration.inference().topics().predictions(),
                        new ByteArraySerializer(),
                        serializer,
                        "predict");
    }

    private static final class Predict extends ContextualProcessor<byte[], SensorReading, byte[], Prediction> {

        private final Elm elm;
        private final float[] means;
        private final float[] scales;
        private final DMatrixRMaj weights;
        private final DMatrixRMaj biases;
        private final DMatrixRMaj beta;

        Predict(Elm elm) {
            this.elm = elm;
            this.means = elm.standardiser().means();
            this.scales = elm.standardiser().scales();
            int units = elm.hidden().units();
            this.weights = matrix(units, elm.hidden().inputs(), elm.units().matrix());
            this.biases = matrix(units, 1, elm.units().biases());
            this.beta = matrix(units, elm.labels().size(), elm.beta());
        }

        @Override
        public void process(Record<byte[], SensorReading> record) {
            SensorReading reading = record.value();
            List<Float> probabilities = probabilities(reading.getFeatures());
            int top = 0;
            for (int c = 1; c < probabilities.size(); c++) {
                top = probabilities.get(c) > probabilities.get(top) ? c : top;
            }
            context()
                    .forward(record.withValue(new Prediction(
                            reading.getSensorId(),
                            BenchModel.ID,
                            1,
                            1L,
                            reading.getEventTime(),
                            elm.labels().get(top),
                            probabilities.get(top),
                            probabilities,
                            "task",
                            0L,
                            1,
                            "topic",
                            0,
                            0L,
                            elm.labels(),
                            false,
                            0,
                            false,
                            "",
                            0,
                            List.of(),
                            List.of(),
                            0f)));
        }

        private List<Float> probabilities(List<Float> features) {
            DMatrixRMaj x = new DMatrixRMaj(features.size(), 1);
            for (int i = 0; i < features.size(); i++) {
                x.set(i, (features.get(i) - means[i]) / scales[i]);
            }
            DMatrixRMaj hidden = biases.copy();
            CommonOps_DDRM.multAdd(weights, x, hidden);
            for (int u = 0; u < hidden.getNumElements(); u++) {
                hidden.set(u, 1 / (1 + Math.exp(-hidden.get(u))));
            }
            DMatrixRMaj outputs = new DMatrixRMaj(beta.numCols, 1);
            CommonOps_DDRM.multTransA(beta, hidden, outputs);
            return softmax(outputs);
        }

        private List<Float> softmax(DMatrixRMaj outputs) {
            double sum = 0;
            double largest = CommonOps_DDRM.elementMax(outputs);
            for (int c = 0; c < outputs.getNumElements(); c++) {
                outputs.set(c, Math.exp((outputs.get(c) - largest) / elm.temperature()));
                sum += outputs.get(c);
            }
            List<Float> probabilities = new ArrayList<>();
            for (int c = 0; c < outputs.getNumElements(); c++) {
                probabilities.add((float) (outputs.get(c) / sum));
            }
            return probabilities;
        }

        private static DMatrixRMaj matrix(int rows, int columns, float[] values) {
            DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
            for (int i = 0; i < values.length; i++) {
                matrix.data[i] = values[i];
            }
            return matrix;
        }
    }
}
