package io.elmstream.doctor;

import io.elmstream.wire.SchemaId;
import io.elmstream.wire.SchemaRegistry;
import java.util.List;

/** Asks the registry for a schema; which one does not matter. */
record RegistryCheck(SchemaRegistry registry, String url) implements Check {

    @Override
    public String area() {
        return "registry";
    }

    @Override
    public List<Finding> findings() {
        SchemaRegistry.Lookup first = registry.find(SchemaId.content(1));
        return List.of(
                first instanceof SchemaRegistry.Unknown
                        ? Finding.warning(
                                area(),
                                url + " answers, but has no schema yet",
                                "elmstream topics create --config FILE registers that of readings")
                        : Finding.ok(area(), url + " answers"));
    }
}
