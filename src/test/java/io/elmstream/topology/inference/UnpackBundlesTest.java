package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.topology.Names;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnpackBundlesTest {

    private final CommitHook hook = CommitHook.builder(Names.MICRO_BATCH_STORE).build();
    private final List<String> seen = new ArrayList<>();
    private final Processor<byte[], byte[], byte[], byte[]> next = this::see;
    private final UnpackBundles<byte[]> unpack = new UnpackBundles<>(next, hook);
    private @Nullable ProcessorRecordContext origin;
    private int failAt = -1;

    @BeforeEach
    void attach() {
        hook.attach(
                (InternalProcessorContext<?, ?>) Proxy.newProxyInstance(
                        UnpackBundlesTest.class.getClassLoader(),
                        new Class<?>[] {InternalProcessorContext.class},
                        (proxy, method, arguments) -> switch (method.getName()) {
                            case "currentNode" -> null;
                            case "recordContext" -> origin;
                            case "setRecordContext" -> origin = (ProcessorRecordContext) arguments[0];
                            default -> throw new UnsupportedOperationException(method.toString());
                        }),
                new Quiet());
    }

    @Test
    void shouldPassEachReadingOnAsARecordOfItsOwn() {
        // Given
        ConsumerRecord<byte[], byte[]> bundle =
                ReadingBundle.of(List.of(reading(7, 70), reading(9, -1)), 2).get(0);

        // When
        offer(bundle);

        // Then
        assertThat(seen)
                .containsExactly(
                        "readings-3@7 pump-7=v7 at 70 with h7, from pump-7=v7 at 70",
                        "readings-3@9 pump-9=v9 at 0 with h9, from pump-9=v9 at 0");
    }

    @Test
    void shouldGoOnWhereItWasInterrupted() {
        // Given
        ConsumerRecord<byte[], byte[]> bundle = ReadingBundle.of(
                        List.of(reading(1, 1), reading(2, 2), reading(3, 3)), 3)
                .get(0);
        failAt = 2;

        // When
        try {
            offer(bundle);
        } catch (IllegalStateException e) {
            failAt = -1;
            offer(bundle);
        }

        // Then
        assertThat(seen)
                .extracting(each -> each.substring(0, 12))
                .containsExactly("readings-3@1", "readings-3@2", "readings-3@3");
    }

    @Test
    void shouldPassOnARecordThatIsNoBundle() {
        // Given
        origin = new ProcessorRecordContext(5, 4, 3, "readings", new RecordHeaders());

        // When
        unpack.process(new Record<>("pump-4".getBytes(UTF_8), "v4".getBytes(UTF_8), 5));
        unpack.process(new Record<>("pump-4".getBytes(UTF_8), null, 5));

        // Then
        assertThat(seen).hasSize(2).allMatch(each -> each.startsWith("readings-3@4 pump-4="));
    }

    private void offer(ConsumerRecord<byte[], byte[]> bundle) {
        Object value = new BundleDeserializer().deserialize("readings", bundle.headers(), bundle.value());
        unpack.process(new Record<>(bundle.key(), value, 0, bundle.headers()));
    }

    private void see(Record<byte[], byte[]> record) {
        ProcessorRecordContext now = (ProcessorRecordContext) hook.origin();
        if (now.offset() == failAt) {
            throw new IllegalStateException("the broker takes too long");
        }
        List<String> headers = new ArrayList<>();
        record.headers().forEach(header -> headers.add(header.key()));
        seen.add("%s-%d@%d %s=%s at %d with %s, from %s=%s at %d"
                .formatted(
                        now.topic(),
                        now.partition(),
                        now.offset(),
                        text(record.key()),
                        text(record.value()),
                        record.timestamp(),
                        String.join(",", headers),
                        text(now.sourceRawKey()),
                        text(now.sourceRawValue()),
                        now.timestamp()));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "nothing" : new String(bytes, UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> reading(long offset, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("h" + offset, new byte[0]);
        return new ConsumerRecord<>(
                "readings",
                3,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                ("pump-" + offset).getBytes(UTF_8),
                ("v" + offset).getBytes(UTF_8),
                headers,
                Optional.empty());
    }

    private static final class Quiet implements CommitHook.Listener {
        @Override
        public void beforeCommit() {}

        @Override
        public void beforeOther() {}

        @Override
        public void forget() {}
    }
}
