package io.elmstream.cli.terminal;

import io.elmstream.client.PublishedModels;
import io.elmstream.model.ModelId;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Finds the features of a published model, in the order of its readings.
 *
 * @param connection connection to the cluster with the models topic
 */
public record ModelFeatures(Connection connection) {

    /**
     * Returns the features of the champion, or of the newest version if there is no champion.
     *
     * @param named model id, if not the configured one
     * @throws CommandFailure if there is no such model, so that all readings would become dead letters, or if its
     *     features cannot be determined
     */
    public List<String> of(Optional<String> named) {
        String id = named.or(() ->
                        connection.configuration().inference().defaultModel().map(ModelId::value))
                .orElseThrow(() -> new CommandFailure(
                        "NO_MODEL",
                        "the readings would name no model, and models.default is not set: use --model ID",
                        "--model"));
        PublishedModels published = published(id);
        ModelId known = published.models().keySet().stream()
                .filter(each -> each.value().equals(id))
                .findFirst()
                .orElseThrow(() -> NoSuchModel.of(
                        id, published.models().keySet(), named.isPresent() ? "--model" : "models.default"));
        return published
                .features(known, System.currentTimeMillis())
                .orElseThrow(() -> unknown(id, "all versions of it are retired, or their files cannot be read"));
    }

    private PublishedModels published(String id) {
        try {
            return connection.published();
        } catch (AuthorizationException e) {
            throw unknown(
                    id,
                    "this user is not authorized to read topic "
                            + connection.topics().models());
        }
    }

    private static CommandFailure unknown(String id, String why) {
        return new CommandFailure(
                "NO_MODEL",
                "the features of model " + id + " are unknown, because " + why
                        + "; --by-position --wait 0 sends the columns in the file's order",
                "--by-position");
    }
}
