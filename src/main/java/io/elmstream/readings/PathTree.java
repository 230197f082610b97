package io.elmstream.readings;

import io.elmstream.readings.FieldPath.Index;
import io.elmstream.readings.FieldPath.Name;
import io.elmstream.readings.FieldPath.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The paths that a mapping needs, as a tree: a decoder walks down where the record has such a field. */
final class PathTree {

    private final Map<String, PathTree> names = new HashMap<>();
    private final Map<Integer, PathTree> indices = new HashMap<>();
    private final List<Target> targets = new ArrayList<>();
    private @Nullable PathTree each;

    /** Returns the tree of the given fields. */
    static PathTree of(Targets targets) {
        PathTree root = new PathTree();
        for (Targets.Field field : targets.fields()) {
            root.down(field.path()).targets.add(field.target());
        }
        return root;
    }

    private PathTree down(Step step) {
        if (step instanceof Name name) {
            return names.computeIfAbsent(name.name(), first -> new PathTree());
        }
        if (step instanceof Index index) {
            return indices.computeIfAbsent(index.index(), first -> new PathTree());
        }
        if (each == null) {
            each = new PathTree();
        }
        return each;
    }

    /** Returns the node of a path, which the tree has from now on. */
    PathTree down(FieldPath path) {
        PathTree node = this;
        for (Step step : path.steps()) {
            node = node.down(step);
        }
        return node;
    }

    /** Returns the indices of the elements that are needed, in order. */
    int[] wanted() {
        return indices.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** Returns the names of the fields that are needed. */
    Set<String> wantedNames() {
        return names.keySet();
    }

    @Nullable
    PathTree name(String name) {
        return names.get(name);
    }

    /** Returns the length of the longest name, 0 if there is none. */
    int longestName() {
        return names.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /** Returns the node of a name that is needed. */
    PathTree child(String name) {
        return Objects.requireNonNull(names.get(name));
    }

    @Nullable
    PathTree index(int index) {
        return indices.get(index);
    }

    /** Returns the node of an element that is needed. */
    PathTree element(int index) {
        return Objects.requireNonNull(indices.get(index));
    }

    /** Returns the node of each element, if the elements of this array are the readings. */
    @Nullable
    PathTree each() {
        return each;
    }

    boolean hasNames() {
        return !names.isEmpty();
    }

    boolean hasElements() {
        return !indices.isEmpty() || each != null;
    }

    List<Target> targets() {
        return targets;
    }
}
