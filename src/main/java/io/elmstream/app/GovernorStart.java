package io.elmstream.app;

import io.elmstream.client.GroupMembers;
import io.elmstream.client.KafkaClients;
import io.elmstream.config.Configuration;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.topology.Names;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether the governor of an application may start, and prepares its start. */
final class GovernorStart {

    private static final Logger LOG = LoggerFactory.getLogger(GovernorStart.class);

    private final Configuration configuration;
    private volatile List<String> notes = List.of();

    /** The decision. */
    enum Outcome {
        /** The governor may start. */
        GOVERNS,
        /** It must not start: the models belong to another application. */
        ONLY_SCORES,
        /** Instances of an older release are running, and one of them governs. Ask again. */
        WAITS
    }

    GovernorStart(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Returns a note for the user, if there is one. */
    List<String> notes() {
        return notes;
    }

    /** @throws KafkaException if the cluster does not answer or refuses the request */
    Outcome attempt() {
        try (Admin admin = new KafkaClients(configuration.governorClients()).admin()) {
            return switch (GovernorTraces.read(admin, configuration).next()) {
                case GOVERN -> Outcome.GOVERNS;
                case GOVERN_FROM_NOW -> fromNow(admin);
                case MOVE -> move(admin);
                case ONLY_SCORE -> onlyScore();
            };
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "could not determine who governs the models: " + Diagnosis.told(Diagnosis.cause(e), Side.KAFKA),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private Outcome onlyScore() {
        LOG.info(
                "the models are governed under another application id than {}, so this instance only scores",
                configuration.applicationId());
        return Outcome.ONLY_SCORES;
    }

    private Outcome move(Admin admin) throws ExecutionException, InterruptedException {
        String older = Names.olderGovernorOf(configuration.applicationId());
        if (GroupMembers.of(admin, older).count() > 0) {
            String note = "instances of an older release are running, and one of them governs (consumer group " + older
                    + "); this one will govern after they have stopped";
            if (!notes.contains(note)) {
                LOG.info(note);
                notes = List.of(note);
            }
            return Outcome.WAITS;
        }
        GovernorMove move = new GovernorMove(admin, configuration);
        if (!move.run()) {
            return Outcome.WAITS;
        }
        LOG.info(
                "the governor's state has moved from {} to {}. The topic {} is no longer used; delete it when no"
                        + " older release will be started again",
                older,
                configuration.governorId(),
                Names.changelogOf(older, Names.GOVERNED_STORE));
        notes = move.notes();
        return Outcome.GOVERNS;
    }

    private Outcome fromNow(Admin admin) throws ExecutionException, InterruptedException {
        TopicPartition control =
                new TopicPartition(configuration.inference().topics().modelControl(), 0);
        try {
            long end = end(admin, control);
            admin.alterConsumerGroupOffsets(configuration.governorId(), Map.of(control, new OffsetAndMetadata(end)))
                    .all()
                    .get();
            notes = List.of(forgotten(control, end));
            LOG.warn(notes.get(0));
        } catch (ExecutionException e) {
            // another instance governs already
            if (!(e.getCause() instanceof UnknownMemberIdException)) {
                throw e;
            }
        }
        return Outcome.GOVERNS;
    }

    static long end(Admin admin, TopicPartition partition) throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    static String forgotten(TopicPartition control, long end) {
        return ("the cluster no longer knows which commands were judged, so the governor resumes at offset %d of %s:"
                        + " resend commands that were not answered")
                .formatted(end, control.topic());
    }
}
