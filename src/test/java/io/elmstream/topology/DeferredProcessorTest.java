package io.elmstream.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class DeferredProcessorTest {

    private static final Record<String, String> RECORD = new Record<>("key", "value", 0);

    private final List<Actual> made = new ArrayList<>();
    private final Processor<String, String, String, String> processor = new DeferredProcessor<>(context -> {
        Actual actual = new Actual(context);
        made.add(actual);
        return actual;
    });

    private static final class Actual implements Processor<String, String, String, String> {

        private final ProcessorContext<String, String> context;
        private int records;
        private boolean closed;

        Actual(ProcessorContext<String, String> context) {
            this.context = context;
        }

        @Override
        public void process(Record<String, String> record) {
            records++;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void shouldCreateTheActualProcessorWithItsContext() {
        // Given
        ProcessorContext<String, String> context = new MockProcessorContext<>();

        // When
        processor.init(context);
        processor.process(RECORD);
        processor.close();

        // Then
        assertThat(made).singleElement().satisfies(actual -> {
            assertThat(actual.context).isSameAs(context);
            assertThat(actual.records).isEqualTo(1);
            assertThat(actual.closed).isTrue();
        });
    }

    @Test
    void shouldCreateAnotherOneForATaskThatIsRevived() {
        // Given
        processor.init(new MockProcessorContext<>());
        processor.close();

        // When
        processor.init(new MockProcessorContext<>());
        processor.process(RECORD);

        // Then
        assertThat(made).extracting(actual -> actual.records).containsExactly(0, 1);
    }

    @Test
    void shouldHaveNothingToDoBeforeInit() {
        assertThatThrownBy(() -> processor.process(RECORD)).isInstanceOf(IllegalStateException.class);
        assertThatCode(processor::close).doesNotThrowAnyException();
    }
}
