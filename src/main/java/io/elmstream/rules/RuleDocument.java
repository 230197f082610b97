package io.elmstream.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** The tree of a document: bounded in size and depth, without doubled names, aliases or a second document. */
final class RuleDocument {

    private static final int MAX_DEPTH = 20;

    private static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build();

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .loaderOptions(limits())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private RuleDocument() {}

    /** Reads YAML or JSON as a user writes it. */
    static JsonNode yaml(String text) throws RuleSetException {
        try {
            try (JsonParser parser = YAML.createParser(text)) {
                requirePlainValues((YAMLParser) parser);
            }
            try (JsonParser parser = YAML.createParser(text)) {
                return tree(parser, YAML);
            }
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    /** Reads JSON as it is stored. */
    static JsonNode json(byte[] bytes) throws RuleSetException {
        try (JsonParser parser = JSON.createParser(bytes)) {
            return tree(parser, JSON);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw RuleSetReader.fault("is not UTF-8 text: " + e.getMessage());
        }
    }

    private static JsonNode tree(JsonParser parser, ObjectMapper mapper) throws IOException, RuleSetException {
        JsonNode tree = mapper.readTree(parser);
        if (tree == null || !tree.isObject()) {
            throw RuleSetReader.fault("must have keys and values, for example model: shuttle");
        }
        if (parser.nextToken() != null) {
            throw RuleSetReader.fault("something follows the rule set at " + at(parser.currentTokenLocation())
                    + "; write one rule set a file");
        }
        return tree;
    }

    private static void requirePlainValues(YAMLParser parser) throws IOException, RuleSetException {
        while (parser.nextToken() != null) {
            String at = at(parser.currentTokenLocation());
            if (parser.isCurrentAlias()) {
                throw RuleSetReader.fault(
                        at + ": there is an alias; write the value itself, or a text with * in quotation marks");
            } else if (parser.getTypeId() != null) {
                throw RuleSetReader.fault(
                        at + ": YAML takes the word with ! as a type; write the text in quotation marks");
            }
        }
    }

    private static RuleSetException malformed(JsonProcessingException failure) {
        if (failure instanceof StreamConstraintsException) {
            return RuleSetReader.fault("the document is nested more than " + MAX_DEPTH
                    + " levels deep, or has a name, text or number beyond all limits");
        }
        if (failure.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            String problem = marked.getProblem() == null ? "" : ": " + marked.getProblem();
            return RuleSetReader.fault("line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1)
                    + ": this is no valid YAML" + problem
                    + "; check the indentation, and quote a text that starts with ! & * ' \" [ or {");
        }
        String place = failure.getLocation() == null ? "" : at(failure.getLocation()) + ": ";
        return RuleSetReader.fault(place + "this is no valid document: " + failure.getOriginalMessage());
    }

    private static String at(JsonLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static LoaderOptions limits() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(RuleSetFormat.MAX_BYTES);
        limits.setNestingDepthLimit(MAX_DEPTH);
        return limits;
    }
}
