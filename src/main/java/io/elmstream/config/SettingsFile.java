package io.elmstream.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads settings from a YAML file. {@code batch: {linger: {ms: 5}}} and {@code batch.linger.ms: 5} are equivalent. */
final class SettingsFile {

    /** Far more than all keys need; the limit protects against files that take long to parse. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 30;

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .loaderOptions(limits())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // documented as the default, but the builder does not enable it
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build();

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The parts of a parser message that quote the file, except single characters. */
    private static final Pattern QUOTED = Pattern.compile("'[^']{2,}'|[!*&][^ ]+|(?<=alias |anchor ).+");

    private final Path file;
    private final YAMLParser parser;
    private final List<Setting> settings = new ArrayList<>();

    private SettingsFile(Path file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigurationException if the file cannot be read or is not YAML with keys and values
     */
    static List<Setting> read(Path file) {
        try (YAMLParser parser = YAML.createParser(text(file))) {
            return new SettingsFile(file, parser).settings();
        } catch (JsonProcessingException e) {
            throw malformed(file, e);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    "config",
                    "The configuration file " + file.toAbsolutePath()
                            + " does not exist. Check --config; elmstream local writes one when its broker"
                            + " and registry have started.");
        } catch (AccessDeniedException e) {
            throw new ConfigurationException(
                    "config", "This user is not allowed to read the configuration file " + file.toAbsolutePath() + ".");
        } catch (MalformedInputException e) {
            throw new ConfigurationException(
                    "config", "The configuration file " + file.toAbsolutePath() + " is not UTF-8 text.");
        } catch (IOException e) {
            throw new ConfigurationException(
                    "config", "Cannot read the configuration file " + file.toAbsolutePath() + ": " + e);
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new ConfigurationException(
                    "config", "The configuration file " + file.toAbsolutePath() + " is a directory.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ConfigurationException(
                        "config",
                        "The configuration file " + file.toAbsolutePath() + " is longer than " + MAX_BYTES
                                + " bytes. Check --config.");
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }

    private static LoaderOptions limits() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MAX_BYTES);
        limits.setNestingDepthLimit(MAX_DEPTH);
        return limits;
    }

    /** Returns the parser's message without quotes from the file, because they can contain secrets. */
    private static ConfigurationException malformed(Path file, JsonProcessingException failure) {
        if (failure.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            String what = marked.getProblem() == null
                    ? "not valid YAML"
                    : QUOTED.matcher(marked.getProblem()).replaceAll("...");
            return problem(file, "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1), what);
        }
        JsonLocation location = failure.getLocation();
        return problem(
                file,
                location == null ? "somewhere" : "line " + location.getLineNr() + ", column " + location.getColumnNr(),
                failure instanceof StreamConstraintsException
                        ? "sections are nested more than " + MAX_DEPTH + " levels deep"
                        : failure.getOriginalMessage());
    }

    private List<Setting> settings() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            section("");
            first = parser.nextToken();
        }
        if (first != null) {
            throw problem("expected keys and values, for example: batch.max.size: 256");
        }
        return settings;
    }

    private void section(String prefix) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = prefix + parser.currentName();
            String origin = origin();
            switch (parser.nextToken()) {
                case START_OBJECT -> {
                    if (key.equals(ConfigurationKeys.READINGS)) {
                        settings.add(new Setting(key, JSON.readTree(parser).toString(), origin));
                    } else {
                        section(key + ".");
                    }
                }
                case START_ARRAY -> settings.add(new Setting(key, list(key), origin));
                case VALUE_NULL -> empty(key, origin);
                default -> settings.add(new Setting(key, scalar(), origin));
            }
        }
    }

    private List<String> list(String key) throws IOException {
        List<String> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isScalarValue() || parser.currentToken() == JsonToken.VALUE_NULL) {
                throw problem("the list " + key + " must contain only plain values");
            }
            values.add(scalar());
        }
        return values;
    }

    /** Handles a section without entries or a key without a value, which count as not set. */
    private void empty(String key, String origin) {
        if (!ConfigurationKeys.isKnown(key) && !ConfigurationKeys.isSection(key)) {
            throw UnknownKey.of(new Setting(key, "", origin));
        }
    }

    private String scalar() throws IOException {
        if (parser.isCurrentAlias()) {
            throw problem("aliases are not supported; write the value itself");
        }
        return parser.getText();
    }

    private String origin() {
        return file + ", line " + parser.currentTokenLocation().getLineNr();
    }

    private ConfigurationException problem(String what) {
        return problem(file, "line " + parser.currentTokenLocation().getLineNr(), what);
    }

    private static ConfigurationException problem(Path file, String place, String what) {
        return new ConfigurationException("config", "The configuration file " + file + ", " + place + ": " + what);
    }
}
