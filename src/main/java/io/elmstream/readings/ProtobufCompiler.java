package io.elmstream.readings;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.elmstream.readings.ProtobufPack.Instances;
import io.elmstream.wire.ProtobufInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a message against a tree of paths into steps. The tree bounds their number, also if the message is
 * recursive.
 */
final class ProtobufCompiler {

    /** Messages that stand for the value of their only field. */
    static final Set<String> WRAPPERS = Set.of(
            "google.protobuf.DoubleValue",
            "google.protobuf.FloatValue",
            "google.protobuf.Int64Value",
            "google.protobuf.UInt64Value",
            "google.protobuf.Int32Value",
            "google.protobuf.UInt32Value",
            "google.protobuf.BoolValue",
            "google.protobuf.StringValue",
            "google.protobuf.BytesValue");

    static final String TIMESTAMP = "google.protobuf.Timestamp";

    private final Instances instances;
    private boolean hasPack;

    /** @param instances gives each reading and entry a number */
    ProtobufCompiler(Instances instances) {
        this.instances = instances;
    }

    /** Returns whether the elements of a repeated field are the readings. */
    boolean hasPack() {
        return hasPack;
    }

    /** Returns the step for a message that is the whole value. */
    ProtobufMessage root(Descriptor type, PathTree node) {
        return message(type, node, 0, Map.of());
    }

    /**
     * Compiles a message.
     *
     * @param group the number of the field if it is a group, or 0
     * @param also further targets of its fields, by their names
     */
    private ProtobufMessage message(Descriptor type, PathTree node, int group, Map<String, List<Target>> also) {
        Map<FieldDescriptor, ProtobufField> needed = new LinkedHashMap<>();
        for (FieldDescriptor field : type.getFields()) {
            List<Target> more = also.getOrDefault(field.getName(), List.of());
            field(field, node.name(field.getName()), more)
                    .ifPresent(step -> needed.put(field, withNumber(field, step)));
        }
        for (OneofDescriptor oneof : type.getRealOneofs()) {
            replace(oneof, needed);
        }
        return new ProtobufMessage(group, List.copyOf(needed.values()));
    }

    private static ProtobufField withNumber(FieldDescriptor field, @Nullable ProtobufStep step) {
        return new ProtobufField(
                field.getNumber(),
                ProtobufScalar.wireType(field.getType()),
                field.isRepeated() && isNumber(field),
                ProtobufSymbols.ofClosed(field),
                step);
    }

    private static boolean isNumber(FieldDescriptor field) {
        return switch (field.getType()) {
            case STRING, BYTES, MESSAGE, GROUP -> false;
            default -> true;
        };
    }

    /** Lets each field of a oneof take back the others, if any of them is needed. */
    private static void replace(OneofDescriptor oneof, Map<FieldDescriptor, ProtobufField> needed) {
        if (oneof.getFields().stream().noneMatch(needed::containsKey)) {
            return;
        }
        List<ProtobufField> all = new ArrayList<>();
        for (FieldDescriptor field : oneof.getFields()) {
            all.add(needed.computeIfAbsent(field, other -> withNumber(other, null)));
        }
        all.forEach(field ->
                field.replaces(all.stream().filter(other -> other != field).toArray(ProtobufField[]::new)));
    }

    /** Returns the step for a field, if it is needed. */
    private Optional<ProtobufStep> field(FieldDescriptor field, @Nullable PathTree child, List<Target> also) {
        PathTree node = child == null ? new PathTree() : child;
        List<Target> targets = new ArrayList<>(node.targets());
        targets.addAll(also);
        if (!field.isRepeated()) {
            return value(field, node, targets);
        }
        Optional<ProtobufStep> step = field.isMapField() ? map(field, node) : elements(field, node);
        return targets.isEmpty()
                ? step
                : Optional.of(new ProtobufOther(
                        targets, field.isMapField() ? "a map" : "a repeated field", step.orElse(skip(field))));
    }

    private static ProtobufStep skip(FieldDescriptor field) {
        return new ProtobufSkip(tag(field));
    }

    private static int tag(FieldDescriptor field) {
        return field.getNumber() << 3 | ProtobufScalar.wireType(field.getType());
    }

    /** Returns the step for a single value of a field, which may be one of several. */
    private Optional<ProtobufStep> value(FieldDescriptor field, PathTree node, List<Target> targets) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            return node.hasNames() || !targets.isEmpty()
                    ? Optional.of(message(field, node, targets))
                    : Optional.empty();
        }
        boolean isImplicit = !field.isRepeated() && !field.hasPresence();
        if (targets.size() == 1 && ProtobufNumber.takes(field.getType(), targets.get(0))) {
            return Optional.of(new ProtobufNumber(field.getType(), isImplicit, (FeatureTarget) targets.get(0)));
        }
        return targets.isEmpty() ? Optional.empty() : Optional.of(new ProtobufScalar(field, isImplicit, targets));
    }

    private ProtobufStep message(FieldDescriptor field, PathTree node, List<Target> targets) {
        Descriptor type = field.getMessageType();
        int group = field.getType() == FieldDescriptor.Type.GROUP ? field.getNumber() : 0;
        if (WRAPPERS.contains(type.getFullName())) {
            return message(type, node, group, Map.of("value", targets));
        }
        if (type.getFullName().equals(TIMESTAMP) && !targets.isEmpty()) {
            ProtobufTime.Part seconds = new ProtobufTime.Part();
            ProtobufTime.Part nanos = new ProtobufTime.Part();
            ProtobufMessage parts =
                    message(type, node, group, Map.of("seconds", List.of(seconds), "nanos", List.of(nanos)));
            return new ProtobufTime(seconds, nanos, parts, targets);
        }
        ProtobufMessage step = message(type, node, group, Map.of());
        return targets.isEmpty() ? step : new ProtobufOther(targets, "a message", step);
    }

    private Optional<ProtobufStep> elements(FieldDescriptor field, PathTree node) {
        PathTree each = node.each();
        if (each != null) {
            hasPack = true;
            return Optional.of(new ProtobufPack(element(field, each), instances));
        }
        int[] wanted = node.wanted();
        return wanted.length == 0
                ? Optional.empty()
                : Optional.of(new ProtobufElements(
                        tag(field),
                        wanted,
                        Arrays.stream(wanted)
                                .mapToObj(index -> element(field, node.element(index)))
                                .toArray(ProtobufStep[]::new)));
    }

    private ProtobufStep element(FieldDescriptor field, PathTree node) {
        return value(field, node, node.targets()).orElseGet(() -> skip(field));
    }

    private Optional<ProtobufStep> map(FieldDescriptor field, PathTree node) {
        Map<String, ProtobufMessage> entries = new LinkedHashMap<>();
        Descriptor entry = field.getMessageType();
        FieldDescriptor value = entry.findFieldByName("value");
        for (String key : node.wantedNames()) {
            entries.put(key, entry(value, node.child(key)));
        }
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(new ProtobufMap(entry.findFieldByName("key").getType(), entries, instances));
    }

    /** Returns the step for the entry of one key; a value that is not there has its default. */
    private ProtobufMessage entry(FieldDescriptor field, PathTree node) {
        ProtobufStep value = element(field, node);
        if (value instanceof ProtobufMessage message) {
            value = new Default(message);
        } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                && !node.targets().isEmpty()) {
            value = new ProtobufScalar(field, true, node.targets());
        }
        return new ProtobufMessage(0, List.of(withNumber(field, value)));
    }

    /** The value of an entry, which is an empty message if it is not there. */
    private record Default(ProtobufMessage message) implements ProtobufStep {

        @Override
        public void read(ProtobufInput in, DecodedReadings into, int row, long instance) {
            message.read(in, into, row, instance);
        }

        @Override
        public void preset(DecodedReadings into, int row) {
            message.presetFields(into, row);
        }

        @Override
        public void clear(DecodedReadings into, int row) {
            message.clear(into, row);
        }
    }
}
