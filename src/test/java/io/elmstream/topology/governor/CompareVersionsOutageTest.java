package io.elmstream.topology.governor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.elm.Elm;
import io.elmstream.governor.GovernedState;
import io.elmstream.governor.Governor;
import io.elmstream.governor.Trust;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.support.TestModels;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimit;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.ReportRecords;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** What becomes of a count that cannot be written down. */
class CompareVersionsOutageTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");

    @Test
    void shouldFailWithItsTransactionRatherThanForgetWhatCouldNotBeWritten() throws ArtefactException {
        // Given
        MockProcessorContext<Object, Object> unreachable = new MockProcessorContext<>(properties()) {
            @Override
            public <K, V> void forward(Record<K, V> forwarded, String child) {
                throw new TimeoutException("the broker does not answer");
            }
        };
        KeyValueStore<String, byte[]> store =
                GovernedModels.builder().withLoggingDisabled().build();
        unreachable.setCurrentSystemTimeMs(2);
        unreachable.addStateStore(store);
        store.init(unreachable.getStateStoreContext(), store);
        new GovernedModels(store).put(tried());
        CompareVersions compare = new CompareVersions(
                ofBytes(unreachable),
                new Governor(5_000, 500),
                Trust.EVERYBODY,
                new GovernorOutput.Encoders(
                        new RecordEncoder<>(1),
                        new RecordEncoder<>(1),
                        new RecordEncoder<>(1),
                        new RecordEncoder<>(1),
                        OutputLimit.ofBytes(1 << 20)));

        // When / Then
        assertThatThrownBy(() -> compare.process(report())).isInstanceOf(TimeoutException.class);
    }

    @SuppressWarnings("unchecked")
    private static ProcessorContext<byte[], byte[]> ofBytes(ProcessorContext<?, ?> context) {
        return (ProcessorContext<byte[], byte[]>) context;
    }

    private static GovernedState tried() throws ArtefactException {
        Elm elm = ArtefactFormat.read(TestModels.greater("shuttle", 1)).elm();
        Timeline timeline = Timeline.empty(SHUTTLE)
                .with(Step.champion(1, Step.BEGINNING, 1, "first", 0))
                .with(Step.challenge(2, 0, 1, new Challenger(2, Mode.SHADOW, Share.ALL, Optional.empty()), "try", 0));
        return new GovernedState(SHUTTLE, Contract.of(elm), timeline, List.of());
    }

    private static Record<byte[], byte[]> report() {
        InstanceReport report = new InstanceReport(
                "one",
                "elmstream",
                1,
                2,
                false,
                List.of(new InstanceReport.Model(
                        new ModelId("shuttle"),
                        2,
                        OptionalInt.of(1),
                        List.of(),
                        Optional.of(new InstanceReport.Compared(2, Comparison.NONE)))));
        return new Record<>(
                ReportRecords.key("one").getBytes(UTF_8),
                ControlCodec.reports().encode(1, ReportRecords.report(report)),
                0);
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, Names.governorOf("elmstream"));
        return properties;
    }
}
