package io.elmstream.cli.terminal;

import io.elmstream.data.Names;
import io.elmstream.model.ModelId;
import java.util.Collection;
import java.util.List;

/** Tells of a model that nobody published, and names those that may have been meant. */
public final class NoSuchModel {

    private static final int MOST = 5;

    private NoSuchModel() {}

    /**
     * Lets a model pass that somebody published.
     *
     * @throws CommandFailure if nobody did
     */
    static void refuse(ModelId id, Collection<ModelId> published, String field) {
        if (!published.contains(id)) {
            throw of(id.value(), published, field);
        }
    }

    /**
     * @param id that was given
     * @param published ids of all models that there are
     * @param field the option or key that it was given in
     */
    public static CommandFailure of(String id, Collection<ModelId> published, String field) {
        List<String> names = published.stream().map(ModelId::value).sorted().toList();
        List<String> near = names.stream()
                .filter(known -> Names.distance(id, known) <= Math.max(1, known.length() / 3))
                .limit(MOST)
                .toList();
        String hint = published.isEmpty()
                ? "None has been; do it with: elmstream model publish FILE --activate"
                : near.isEmpty()
                        ? "Published are: "
                                + String.join(", ", names.subList(0, Math.min(names.size(), MOST)))
                                + (published.size() > MOST ? " and others" : "")
                        : "Did you mean " + String.join(" or ", near) + "?";
        return new CommandFailure(
                "UNKNOWN_MODEL", field + ": no version of model " + id + " has been published. " + hint, field);
    }
}
