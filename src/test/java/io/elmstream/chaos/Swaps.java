package io.elmstream.chaos;

import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command;
import io.elmstream.model.ModelId;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;

/** Makes another version the champion each second, and takes every fifth change back, on a thread of its own. */
final class Swaps implements AutoCloseable {

    private static final long PERIOD_MS = 1_000;
    private static final int ONE_ROLLBACK_IN = 5;

    private final ModelControl control;
    private final int versions;
    private final Thread thread = new Thread(this::swap, "chaos-swaps");
    private volatile boolean stopped;
    private int accepted;
    private int unanswered;

    /** @param control used by nobody else from now on */
    Swaps(ModelControl control, int versions) {
        this.control = control;
        this.versions = versions;
        thread.setDaemon(true);
        thread.start();
    }

    /** Changes that the governor has accepted; asked for once it is closed. */
    int accepted() {
        return accepted;
    }

    /**
     * Commands to which no answer came in time; they may have been judged all the same. Asked for once it is closed.
     */
    int unanswered() {
        return unanswered;
    }

    private void swap() {
        ModelId model = new ModelId(Scene.MODEL);
        OptionalLong any = OptionalLong.empty();
        try {
            for (int i = 1; !stopped; i++) {
                ask(
                        i % ONE_ROLLBACK_IN == 0
                                ? new Command.Rollback(ModelControl.requestId(), model, version(i - 1), any)
                                : new Command.Activate(ModelControl.requestId(), model, version(i), any, any));
                Thread.sleep(PERIOD_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int version(int i) {
        return 1 + i % versions;
    }

    private void ask(Command command) {
        try {
            Optional<ModelStatus> answer = control.ask(command);
            accepted += answer.filter(each -> each.getOutcome() == CommandOutcome.ACCEPTED)
                            .isPresent()
                    ? 1
                    : 0;
            unanswered += answer.isEmpty() ? 1 : 0;
        } catch (KafkaException away) {
            unanswered++;
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(Duration.ofMinutes(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        control.close();
    }
}
