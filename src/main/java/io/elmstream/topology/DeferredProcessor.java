package io.elmstream.topology;

import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Creates the actual processor when Kafka Streams initializes this one, and again each time a task is revived. Stores,
 * metrics and the context are passed to its constructor and are final fields. The init method of the actual processor
 * is not called.
 */
public final class DeferredProcessor<KIn, VIn, KOut, VOut> implements Processor<KIn, VIn, KOut, VOut> {

    private final Function<ProcessorContext<KOut, VOut>, Processor<KIn, VIn, KOut, VOut>> factory;

    private Processor<KIn, VIn, KOut, VOut> actual = record -> {
        throw new IllegalStateException("a record arrived before init");
    };

    public DeferredProcessor(Function<ProcessorContext<KOut, VOut>, Processor<KIn, VIn, KOut, VOut>> factory) {
        this.factory = factory;
    }

    @Override
    public void init(ProcessorContext<KOut, VOut> context) {
        actual = factory.apply(context);
    }

    @Override
    public void process(Record<KIn, VIn> record) {
        actual.process(record);
    }

    @Override
    public void close() {
        actual.close();
    }
}
