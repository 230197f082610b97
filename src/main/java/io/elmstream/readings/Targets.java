package io.elmstream.readings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a record's value that a mapping names.
 *
 * @param fields each with what it is for
 */
record Targets(List<Field> fields) {

    /** A field. */
    record Field(FieldPath path, Target target) {}

    /** Returns the fields that a mapping and the features of a layout need. */
    static Targets of(Mapping mapping, Layout layout) {
        List<Field> fields = new ArrayList<>();
        add(fields, Optional.of(mapping.sensor()), new TextTarget(DecodedReadings::sensor));
        add(fields, mapping.model(), new TextTarget(DecodedReadings::model));
        add(fields, mapping.label(), new TextTarget(DecodedReadings::label));
        mapping.time().ifPresent(time -> add(fields, Optional.of(time.place()), new TimeTarget(time.form())));
        List<FeatureMapping> slots = layout.slots();
        for (int slot = 0; slot < slots.size(); slot++) {
            FeatureMapping feature = slots.get(slot);
            fields.add(new Field(feature.path(), new FeatureTarget(slot, feature)));
        }
        return new Targets(List.copyOf(fields));
    }

    private static void add(List<Field> fields, Optional<Place> place, Target target) {
        if (place.isPresent() && place.get() instanceof Place.Field field) {
            fields.add(new Field(field.path(), target));
        }
    }
}
