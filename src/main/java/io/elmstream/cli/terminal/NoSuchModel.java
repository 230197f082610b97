package io.elmstream.cli.terminal;

import io.elmstream.data.Names;
import io.elmstream.model.ModelId;
import java.util.Collection;
import java.util.List;

/** Reports a model that has not been published, and suggests similar names. */
public final class NoSuchModel {

    private static final int MOST = 5;

    private NoSuchModel() {}

    /**
     * Checks that a model has been published.
     *
     * @throws CommandFailure if it has not
     */
    static void refuse(ModelId id, Collection<ModelId> published, String field) {
        if (!published.contains(id)) {
            throw of(id.value(), published, field);
        }
    }

    /**
     * @param id the unknown model id
     * @param published ids of all published models
     * @param field the option or key that contained the id
     */
    public static CommandFailure of(String id, Collection<ModelId> published, String field) {
        List<String> names = published.stream().map(ModelId::value).sorted().toList();
        List<String> near = names.stream()
                .filter(known -> Names.distance(id, known) <= Math.max(1, known.length() / 3))
                .limit(MOST)
                .toList();
        String hint = published.isEmpty()
                ? "No model has been published; publish one with: elmstream model publish FILE --activate"
                : near.isEmpty()
                        ? "Published models: "
                                + String.join(", ", names.subList(0, Math.min(names.size(), MOST)))
                                + (published.size() > MOST ? " and others" : "")
                        : "Did you mean " + String.join(" or ", near) + "?";
        return new CommandFailure(
                "UNKNOWN_MODEL", field + ": no version of model " + id + " has been published. " + hint, field);
    }
}
