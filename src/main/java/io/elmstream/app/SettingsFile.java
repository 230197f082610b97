package io.elmstream.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the settings of a YAML file. {@code batch: {linger: {ms: 5}}} and {@code batch.linger.ms: 5} are the same. */
final class SettingsFile {

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // said to be the default, but not of the builder
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build();

    private final Path file;
    private final YAMLParser parser;
    private final List<Setting> settings = new ArrayList<>();

    private SettingsFile(Path file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** @throws ConfigurationException if the file cannot be read or is no YAML of keys and values */
    static List<Setting> read(Path file) {
        try (YAMLParser parser = YAML.createParser(Files.readString(file))) {
            return new SettingsFile(file, parser).settings();
        } catch (JsonProcessingException e) {
            throw problem(file, e.getLocation() == null ? 0 : e.getLocation().getLineNr(), e.getOriginalMessage());
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("config", "There is no configuration file " + file.toAbsolutePath() + ".");
        } catch (IOException e) {
            throw new ConfigurationException("config", "Cannot read the configuration file " + file.toAbsolutePath() + ": " + e);
        }
    }

    private List<Setting> settings() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            section("");
            first = parser.nextToken();
        }
        if (first != null) {
            throw problem("keys and values are expected, as in: batch.max.size: 256");
        }
        return settings;
    }

    private void section(String prefix) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = prefix + parser.currentName();
            String origin = origin();
            switch (parser.nextToken()) {
                case START_OBJECT -> section(key + ".");
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
                throw problem("the list of " + key + " must hold plain values");
            }
            values.add(scalar());
        }
        return values;
    }

    /** A section whose lines are all commented out, or a key with nothing behind it: not set. */
    private void empty(String key, String origin) {
        if (!ConfigurationKeys.isKnown(key) && !ConfigurationKeys.isSection(key)) {
            throw UnknownKey.of(new Setting(key, "", origin));
        }
    }

    private String scalar() throws IOException {
        if (parser.isCurrentAlias()) {
            throw problem("aliases are not read; write the value itself");
        }
        return parser.getText();
    }

    private String origin() {
        return file + ", line " + parser.currentTokenLocation().getLineNr();
    }

    private ConfigurationException problem(String what) {
        return problem(file, parser.currentTokenLocation().getLineNr(), what);
    }

    private static ConfigurationException problem(Path file, int line, String what) {
        return new ConfigurationException("config", "The configuration file " + file + ", line " + line + ": " + what);
    }
}
