package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardingProducerTest {

    private record Call(String method, List<Object> arguments) {}

    private static final Map<Class<?>, Object> ANSWERS = Map.of(
            Future.class, CompletableFuture.completedFuture(null),
            List.class, List.of(),
            Map.class, Map.of(),
            Uuid.class, Uuid.randomUuid());

    private final List<Call> calls = new ArrayList<>();

    @SuppressWarnings("unchecked")
    private final Producer<byte[], byte[]> kafka = (Producer<byte[], byte[]>) Proxy.newProxyInstance(
            Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                calls.add(new Call(method.getName(), arguments == null ? List.of() : Arrays.asList(arguments)));
                return ANSWERS.get(method.getReturnType());
            });

    /** Those of a callback are looked at elsewhere: it may be wrapped. */
    static Stream<Method> calls() {
        return Arrays.stream(Producer.class.getMethods())
                .filter(method -> !Arrays.asList(method.getParameterTypes()).contains(Callback.class))
                .filter(method -> !method.getName().equals("send"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void shouldPassOnWhatWholeTransactionsAreAsked(Method method) throws Exception {
        assertPassedOn(method, WholeTransactions::new);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void shouldPassOnWhatAGaplessProducerIsAsked(Method method) throws Exception {
        assertPassedOn(method, GaplessProducer::new);
    }

    private void assertPassedOn(Method method, UnaryOperator<Producer<byte[], byte[]>> wrapped) throws Exception {
        // Given
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(ForwardingProducerTest::argument)
                .toArray();

        // When
        Object answer = method.invoke(wrapped.apply(kafka), arguments);

        // Then
        assertThat(calls).containsExactly(new Call(method.getName(), Arrays.asList(arguments)));
        assertThat(answer).isSameAs(ANSWERS.get(method.getReturnType()));
    }

    private static Object argument(Class<?> type) {
        return Map.<Class<?>, Object>of(
                        Map.class,
                        Map.of(),
                        ConsumerGroupMetadata.class,
                        new ConsumerGroupMetadata("elmstream"),
                        String.class,
                        "predictions",
                        Duration.class,
                        Duration.ofSeconds(3),
                        KafkaMetric.class,
                        new KafkaMetric(new Object(), null, (config, now) -> 0.0, null, null))
                .get(type);
    }

    @ParameterizedTest
    @MethodSource("wrappers")
    void shouldSendRecordsAndTellWhatBecameOfThem(UnaryOperator<Producer<byte[], byte[]>> wrapped) {
        // Given
        MockProducer<byte[], byte[]> mock =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        ProducerRecord<byte[], byte[]> first = new ProducerRecord<>("predictions", new byte[] {1});
        ProducerRecord<byte[], byte[]> second = new ProducerRecord<>("predictions", new byte[] {2});
        List<Long> offsets = new ArrayList<>();

        // When
        Producer<byte[], byte[]> producer = wrapped.apply(mock);
        producer.send(first, (metadata, failure) -> offsets.add(metadata.offset()));
        producer.send(second);
        producer.flush();

        // Then
        assertThat(mock.history()).containsExactly(first, second);
        assertThat(offsets).containsExactly(0L);
    }

    static Stream<UnaryOperator<Producer<byte[], byte[]>>> wrappers() {
        return Stream.of(WholeTransactions::new, GaplessProducer::new);
    }
}
