package io.elmstream.topology.inference;

import io.elmstream.topology.ReadingTimestamp;
import io.elmstream.topology.UnloggedStore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Notifies a processor that a commit is about to begin, while it may still forward: the records that it buffers are
 * then sent inside the same transaction as the offsets, and nothing is pending at any commit.
 *
 * <p>This is the only class that depends on internals of Kafka Streams. Streams calls
 * {@link CachedStateStore#flushCache()} of every store before it flushes the producer and commits offsets, and there is
 * no public callback at that moment. A test on a real broker fails if an upgrade changes that.
 */
final class CommitHook implements StateStore, CachedStateStore<Object, Object> {

    /** The callbacks of the processor. */
    interface Listener {
        /** Forwards all buffered records: a commit follows. */
        void beforeCommit();

        /** Forwards all buffered records: another processor of the task is about to forward one that came later. */
        void beforeOther();

        /** Discards all buffered records: they will be read again, or belong to another task now. */
        void forget();
    }

    private final String name;
    private @Nullable Listener listener;
    private @Nullable InternalProcessorContext<?, ?> context;
    private @Nullable ProcessorNode<?, ?, ?, ?> node;
    private boolean open;
    private boolean inBundle;

    private CommitHook(String name) {
        this.name = name;
    }

    /** Called by the processor's init. */
    void attach(ProcessorContext<?, ?> processorContext, Listener processor) {
        context = (InternalProcessorContext<?, ?>) processorContext;
        node = context.currentNode();
        listener = processor;
        inBundle = false;
        processor.forget();
    }

    /** Called by the processor's close. */
    void detach() {
        if (listener != null) {
            listener.forget();
        }
        listener = null;
    }

    /** Returns where the record that is being processed came from. */
    @Nullable
    RecordMetadata origin() {
        return context().recordContext();
    }

    /** Sets the origin of the records that are forwarded next, so that errors name the right one. */
    void speakFor(@Nullable RecordMetadata origin) {
        context().setRecordContext((ProcessorRecordContext) origin);
    }

    /** Sets the reading that is processed next, as Kafka Streams does it for a record of its own. */
    void speakFor(ConsumerRecord<byte[], byte[]> reading) {
        speakFor(new ProcessorRecordContext(
                ReadingTimestamp.of(reading),
                reading.offset(),
                reading.partition(),
                reading.topic(),
                reading.headers(),
                reading.key(),
                reading.value()));
    }

    /** The readings of a {@link ReadingBundle} follow. Its record counts as processed, so a commit would skip them. */
    void bundleBegins() {
        inBundle = true;
    }

    /** All readings of the bundle were processed. */
    void bundleEnds() {
        inBundle = false;
    }

    @Override
    public void flushCache() {
        if (inBundle) {
            throw new IllegalStateException("a commit before all readings of a bundle are processed would lose them");
        }
        if (listener != null) {
            asListener(listener::beforeCommit);
        }
    }

    /** Lets the processor forward its buffered records, before another one of the task forwards a later record. */
    void letEarlierLeave() {
        if (listener != null) {
            asListener(listener::beforeOther);
        }
    }

    private void asListener(Runnable forwards) {
        InternalProcessorContext<?, ?> streams = context();
        ProcessorNode<?, ?, ?, ?> before = streams.currentNode();
        streams.setCurrentNode(node);
        try {
            forwards.run();
        } finally {
            streams.setCurrentNode(before);
        }
    }

    @Override
    public void clearCache() {
        inBundle = false;
        if (listener != null) {
            listener.forget();
        }
    }

    @Override
    public boolean setFlushListener(@Nullable CacheFlushListener<Object, Object> ignored, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext storeContext, StateStore root) {
        storeContext.register(root, (key, value) -> {});
        clearCache();
        open = true;
    }

    @Override
    public void close() {
        clearCache();
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private InternalProcessorContext<?, ?> context() {
        if (context == null) {
            throw new IllegalStateException("no processor is attached to " + name);
        }
        return context;
    }

    /**
     * Returns a builder that declares the hook as a store of its processor. It has no state to restore, and thus no
     * changelog.
     */
    static StoreBuilder<CommitHook> builder(String name) {
        return new UnloggedStore<>(name, () -> new CommitHook(name));
    }
}
