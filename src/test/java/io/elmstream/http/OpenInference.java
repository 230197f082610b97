package io.elmstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Checks answers against the description of the protocol. */
final class OpenInference {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final JsonNode definitions;

    OpenInference() {
        try (InputStream in = OpenInference.class.getResourceAsStream("/http/open-inference.yaml")) {
            definitions = YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asserts that an answer is as a definition says. */
    void check(String definition, JsonNode answer) {
        var schema = YAML.createObjectNode();
        schema.set("$defs", definitions.get("$defs"));
        schema.put("$ref", "#/$defs/" + definition);
        JsonSchema checked =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
        assertThat(checked.validate(answer)).as("%s as %s", answer, definition).isEmpty();
    }
}
