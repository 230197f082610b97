package io.elmstream.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.client.ModelControl;
import io.elmstream.config.ConfigurationException;
import io.elmstream.governor.Command;
import io.elmstream.http.Answer;
import io.elmstream.model.ModelId;
import io.elmstream.wire.RegistryUnreachableException;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends commands of the page to the governor, one after the other, and returns its answers. */
final class PageActions {

    private static final Logger LOG = LoggerFactory.getLogger(PageActions.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How requests of a page are told from others. */
    private static final String REQUEST = "page-";

    private final ReentrantLock inTurn = new ReentrantLock();
    private final Function<Command, Optional<ModelStatus>> governor;

    /** @param governor sends a command, and returns the answer; empty if none comes in time */
    PageActions(Function<Command, Optional<ModelStatus>> governor) {
        this.governor = governor;
    }

    /** Returns actions that connect for each command, because they are seldom. */
    static PageActions connecting(Supplier<ModelControl> control) {
        return new PageActions(command -> {
            try (ModelControl each = control.get()) {
                return each.ask(command);
            }
        });
    }

    /** Carries out the action in a body; waits for the governor. */
    Answer carryOut(byte[] body) {
        Command command;
        try {
            command = command(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return Answer.error(400, "the body is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return Answer.error(400, "the body is not valid JSON: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return Answer.error(400, String.valueOf(e.getMessage()));
        }
        if (!inTurn.tryLock()) {
            return Answer.error(503, "another action is in progress; try again when it is answered")
                    .with("Retry-After", "5");
        }
        try {
            LOG.info("asking the governor on behalf of the page to {} of {}", command.inShort(), command.id());
            return governor.apply(command)
                    .map(PageActions::answer)
                    .orElseGet(() -> Answer.error(
                            504,
                            "the governor has not answered within 15 s; look at the timeline before you repeat it"));
        } catch (KafkaException | RegistryUnreachableException | ConfigurationException e) {
            LOG.warn("the page could not ask the governor to {}", command.inShort(), e);
            return Answer.error(503, "the command cannot be sent: " + e.getMessage());
        } finally {
            inTurn.unlock();
        }
    }

    private static Command command(JsonNode body) {
        String action = text(body, "action");
        String name = text(body, "model");
        if (!ModelId.isValid(name)) {
            throw new IllegalArgumentException("model is not a valid model id");
        }
        ModelId model = new ModelId(name);
        JsonNode version = body.path("version");
        if (!version.isInt() || version.intValue() < 1) {
            throw new IllegalArgumentException("version must be a whole number, 1 or more");
        }
        JsonNode revision = body.path("revision");
        if (!revision.isIntegralNumber() || !revision.canConvertToLong()) {
            throw new IllegalArgumentException("revision must be the revision of the timeline that was seen");
        }
        OptionalLong seen = OptionalLong.of(revision.longValue());
        String request = REQUEST + ModelControl.requestId();
        return switch (action) {
            case "promote" -> new Command.Promote(request, model, version.intValue(), seen);
            case "rollback" -> new Command.Rollback(request, model, version.intValue(), seen);
            case "retire" -> new Command.Retire(request, model, version.intValue(), seen);
            default -> throw new IllegalArgumentException("action must be promote, rollback or retire");
        };
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " must be a text");
        }
        return value.textValue();
    }

    private static Answer answer(ModelStatus status) {
        byte[] body = PageJson.bytes(out -> {
            out.writeStartObject();
            out.writeBooleanField("accepted", status.getOutcome() != CommandOutcome.REFUSED);
            if (status.getCode() != null) {
                out.writeStringField("reason", status.getCode());
            }
            out.writeStringField("text", status.getMessage());
            if (status.getRevision() != null) {
                out.writeNumberField("revision", status.getRevision());
            }
            out.writeEndObject();
        });
        return new Answer(200, Map.of("Content-Type", "application/json"), body);
    }
}
