package io.elmstream.config;

import io.elmstream.alert.AlertRule;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.config.Configuration.GovernorBounds;
import io.elmstream.config.Configuration.HttpAddress;
import io.elmstream.config.Configuration.Keys;
import io.elmstream.config.Configuration.Tuning;
import io.elmstream.model.ModelId;
import io.elmstream.quality.QualitySettings;
import io.elmstream.readings.MappingParser;
import io.elmstream.readings.Mappings;
import io.elmstream.serving.CacheSettings;
import io.elmstream.serving.Rounding;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import io.elmstream.topology.governor.QualityPolicy;
import io.elmstream.topology.inference.AlertSettings;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.OutputSettings;
import io.elmstream.topology.learning.LearningSettings;
import io.elmstream.topology.learning.LearningSettings.OnNewChampion;
import io.elmstream.training.Forgetting;
import io.elmstream.wire.OutputFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Creates a configuration from settings, and checks the constraints between keys. */
final class Assembly {

    private final Settings settings;
    private final Optional<Path> stateHome;

    /** @param stateHome the directory for the state of this user's programs; empty if there is none */
    Assembly(Settings settings, Optional<Path> stateHome) {
        this.settings = settings;
        this.stateHome = stateHome;
    }

    Configuration configuration() {
        return new Configuration(
                applicationId(),
                settings.optionalText(ConfigurationKeys.INSTANCE_ID),
                settings.text(ConfigurationKeys.BOOTSTRAP_SERVERS).strip(),
                settings.text(ConfigurationKeys.REGISTRY_URL),
                registryClient(),
                settings.flag(ConfigurationKeys.REGISTRY_WAIT),
                inference(),
                new GovernorBounds(
                        millis(ConfigurationKeys.GOVERNOR_LEAD),
                        millis(ConfigurationKeys.MIN_TRIAL),
                        settings.number(ConfigurationKeys.MAX_ARTEFACT_BYTES)),
                new Keys(
                        files(ConfigurationKeys.TRUSTED_KEYS),
                        files(ConfigurationKeys.INSTANCE_KEYS),
                        settings.optionalText(ConfigurationKeys.INSTANCE_KEY).map(Path::of)),
                requiredModels(),
                guarantee(),
                settings.number(ConfigurationKeys.THREADS),
                new Tuning(
                        millis(ConfigurationKeys.COMMIT_INTERVAL),
                        millis(ConfigurationKeys.PRODUCER_LINGER),
                        millis(ConfigurationKeys.POLL),
                        settings.text(ConfigurationKeys.COMPRESSION)),
                stateDirectory(),
                http(),
                serve(),
                learner(),
                quality(),
                page(),
                settings.flag(ConfigurationKeys.CREATE_TOPICS),
                kafka(ConfigurationKeys.KAFKA),
                kafka(ConfigurationKeys.GOVERNOR_KAFKA));
    }

    private String applicationId() {
        String id = settings.text(ConfigurationKeys.APPLICATION_ID);
        if (Names.isReserved(id)) {
            throw settings.conflict(
                    ConfigurationKeys.APPLICATION_ID,
                    "ids that start with " + Names.governorOf("") + " or " + Names.learnerOf("")
                            + " are reserved for governors and learners; choose another id");
        }
        return id;
    }

    private Map<String, String> kafka(String prefix) {
        Map<String, String> properties = settings.passedOn(prefix);
        properties
                .keySet()
                .forEach(property -> OwnedProperties.refusal(property).ifPresent(refusal -> {
                    throw settings.conflict(prefix + property, refusal);
                }));
        return properties;
    }

    private List<Path> files(String key) {
        return settings.list(key).orElse(List.of()).stream().map(Path::of).toList();
    }

    private Map<String, String> registryClient() {
        Map<String, String> properties = settings.passedOn(ConfigurationKeys.REGISTRY_CLIENT);
        String url = "apicurio.registry.url";
        if (properties.containsKey(url)) {
            throw settings.conflict(
                    ConfigurationKeys.REGISTRY_CLIENT + url, "the key registry.url sets it; use that one");
        }
        return properties;
    }

    private InferenceSettings inference() {
        return new InferenceSettings(
                topics(),
                mappings(),
                new BatchPolicy(
                        settings.number(ConfigurationKeys.BATCH_MAX_SIZE), millis(ConfigurationKeys.BATCH_LINGER)),
                settings.optionalText(ConfigurationKeys.MODELS_DEFAULT).map(ModelId::new),
                alerts(),
                settings.number(ConfigurationKeys.MAX_DEAD_LETTER_BYTES),
                settings.flag(ConfigurationKeys.SHADOW_PUBLISH),
                settings.number(ConfigurationKeys.MODELS_CACHE),
                cache(),
                outputs(),
                OutputLimits.standard(settings.number(ConfigurationKeys.MAX_DEAD_LETTER_BYTES)));
    }

    private Optional<QualityPolicy> quality() {
        if (!settings.flag(ConfigurationKeys.QUALITY_ENABLED)) {
            return Optional.empty();
        }
        return Optional.of(new QualityPolicy(
                new QualitySettings(
                        millis(ConfigurationKeys.QUALITY_WINDOW),
                        settings.fraction(ConfigurationKeys.QUALITY_FALSE_ALARMS)),
                settings.text(ConfigurationKeys.QUALITY_ON_DRIFT).equals("learn")));
    }

    private LearnerSettings learner() {
        Optional<Path> key = settings.optionalText(ConfigurationKeys.LEARN_KEY).map(Path::of);
        boolean enabled = settings.flag(ConfigurationKeys.LEARN_ENABLED);
        if (enabled && key.isEmpty() && !files(ConfigurationKeys.TRUSTED_KEYS).isEmpty()) {
            throw settings.conflict(ConfigurationKeys.LEARN_ENABLED, unsigned(ConfigurationKeys.LEARN_KEY));
        }
        return new LearnerSettings(
                enabled,
                key,
                settings.number(ConfigurationKeys.LEARN_THREADS),
                new LearningSettings(
                        settings.number(ConfigurationKeys.LEARN_EVERY_ROWS),
                        millis(ConfigurationKeys.LEARN_EVERY),
                        settings.optionalFraction(ConfigurationKeys.LEARN_RIDGE),
                        settings.number(ConfigurationKeys.LEARN_WINDOW),
                        settings.list(ConfigurationKeys.LEARN_FORGETTING).orElseThrow().stream()
                                .map(Forgetting::of)
                                .toList(),
                        OnNewChampion.valueOf(settings.text(ConfigurationKeys.LEARN_NEW_CHAMPION)
                                .toUpperCase(Locale.ROOT)),
                        settings.flag(ConfigurationKeys.LEARN_NEW_CLASSES),
                        settings.number(ConfigurationKeys.LEARN_KEEP),
                        millis(ConfigurationKeys.LEARN_LABEL_WINDOW),
                        settings.number(ConfigurationKeys.LEARN_MAX_WAITING)),
                kafka(ConfigurationKeys.LEARNER_KAFKA));
    }

    private Optional<PageSettings> page() {
        boolean actions = settings.flag(ConfigurationKeys.PAGE_ACTIONS);
        Optional<String> token = settings.optionalText(ConfigurationKeys.PAGE_TOKEN);
        Optional<Path> key = settings.optionalText(ConfigurationKeys.PAGE_KEY).map(Path::of);
        if (!settings.flag(ConfigurationKeys.PAGE_ENABLED)) {
            return Optional.empty();
        }
        if (token.isEmpty() && http().filter(address -> !address.isLoopback()).isPresent()) {
            throw settings.conflict(
                    ConfigurationKeys.PAGE_ENABLED,
                    ConfigurationKeys.HTTP_HOST + " is not a loopback address, so anyone who reaches it would see the"
                            + " page. Set " + ConfigurationKeys.PAGE_TOKEN);
        }
        if (actions && token.isEmpty()) {
            throw settings.conflict(
                    ConfigurationKeys.PAGE_ACTIONS,
                    ConfigurationKeys.PAGE_TOKEN + " is not set, so anyone who reaches the page could change models."
                            + " Set it");
        }
        if (actions && key.isEmpty() && !files(ConfigurationKeys.TRUSTED_KEYS).isEmpty()) {
            throw settings.conflict(ConfigurationKeys.PAGE_ACTIONS, unsigned(ConfigurationKeys.PAGE_KEY));
        }
        return Optional.of(new PageSettings(
                millis(ConfigurationKeys.PAGE_INTERVAL),
                Duration.ofMinutes(settings.number(ConfigurationKeys.PAGE_HISTORY)),
                settings.number(ConfigurationKeys.PAGE_LISTENERS),
                token,
                actions,
                key));
    }

    private static String unsigned(String key) {
        return ConfigurationKeys.TRUSTED_KEYS + " is set, so the governor refuses commands without a signature. Set "
                + key + " to a file with a private key whose public key is among them";
    }

    private OutputSettings outputs() {
        OutputFormat format = OutputFormat.of(settings.text(ConfigurationKeys.PREDICTIONS_FORMAT))
                .orElseThrow();
        boolean events = settings.flag(ConfigurationKeys.CLOUDEVENTS);
        Optional<String> source = settings.optionalText(ConfigurationKeys.CLOUDEVENTS_SOURCE);
        if (source.isPresent() && !events) {
            throw settings.conflict(
                    ConfigurationKeys.CLOUDEVENTS_SOURCE,
                    ConfigurationKeys.CLOUDEVENTS + " is false; set that to true, or neither");
        }
        return new OutputSettings(
                format, events ? source.or(() -> Optional.of("/elmstream/" + applicationId())) : Optional.empty());
    }

    private CacheSettings cache() {
        int bytes = settings.number(ConfigurationKeys.CACHE_BYTES);
        Rounding rounding = settings.list(ConfigurationKeys.CACHE_ROUNDING)
                .map(Rounding::of)
                .orElse(Rounding.NONE);
        if (bytes == 0 && !rounding.equals(Rounding.NONE)) {
            throw settings.conflict(
                    ConfigurationKeys.CACHE_ROUNDING,
                    ConfigurationKeys.CACHE_BYTES + " is 0, so there is no cache; set that too, or neither");
        }
        return new CacheSettings(bytes, rounding);
    }

    private Topics topics() {
        Map<String, TopicRole> roles = new HashMap<>();
        for (TopicRole role : roles()) {
            TopicRole other = roles.put(topic(role), role);
            if (other != null) {
                throw settings.conflict(
                        ConfigurationKeys.topic(role),
                        ConfigurationKeys.topic(other) + " names the same topic; each role needs its own topic");
            }
        }
        return new Topics(
                topic(TopicRole.READINGS),
                topic(TopicRole.PREDICTIONS),
                topic(TopicRole.SHADOW_PREDICTIONS),
                topic(TopicRole.ALERTS),
                topic(TopicRole.DEAD_LETTERS),
                topic(TopicRole.MODEL_CONTROL),
                topic(TopicRole.MODELS),
                topic(TopicRole.MODEL_STATUS),
                topic(TopicRole.LABELS),
                topic(TopicRole.MODEL_QUALITY),
                topic(TopicRole.ACTIVITY),
                topic(TopicRole.ALERT_CONTROL));
    }

    /** Returns the roles of the topics that there are; the name of a topic that there is not may be that of another. */
    private Set<TopicRole> roles() {
        return TopicRole.used(
                settings.flag(ConfigurationKeys.LEARN_ENABLED),
                settings.flag(ConfigurationKeys.QUALITY_ENABLED),
                settings.flag(ConfigurationKeys.PAGE_ENABLED),
                settings.flag(ConfigurationKeys.ALERTS_CLEAR));
    }

    private String topic(TopicRole role) {
        String key = ConfigurationKeys.topic(role);
        if (role == TopicRole.READINGS && settings.isDefault(key)) {
            return givenMappings()
                    .flatMap(given -> given.named().stream().findFirst())
                    .orElse(settings.text(key));
        }
        return settings.text(key);
    }

    /** Returns the input topics with their mappings. */
    Mappings mappings() {
        String readings = topic(TopicRole.READINGS);
        Mappings mappings = givenMappings().orElse(Mappings.elmstream(readings));
        if (mappings.of(readings).isEmpty()) {
            throw settings.conflict(
                    ConfigurationKeys.topic(TopicRole.READINGS),
                    ConfigurationKeys.READINGS + " is set and does not have this topic; add it there");
        }
        for (TopicRole role : roles()) {
            if (role != TopicRole.READINGS && mappings.of(topic(role)).isPresent()) {
                throw settings.conflict(
                        ConfigurationKeys.topic(role),
                        ConfigurationKeys.READINGS + " names the same topic as an input");
            }
        }
        return mappings;
    }

    private Optional<Mappings> givenMappings() {
        return settings.optionalText(ConfigurationKeys.READINGS).map(json -> {
            try {
                return MappingParser.parse(ConfigurationKeys.READINGS, json);
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(
                        ConfigurationKeys.READINGS,
                        e.getMessage() + " (" + settings.origin(ConfigurationKeys.READINGS) + ")");
            }
        });
    }

    private AlertSettings alerts() {
        int n = settings.number(ConfigurationKeys.ALERTS_N);
        int m = settings.number(ConfigurationKeys.ALERTS_M);
        if (n > m) {
            throw settings.conflict(
                    ConfigurationKeys.ALERTS_N, "must not be more than " + ConfigurationKeys.ALERTS_M + ", " + m);
        }
        List<String> labels = settings.list(ConfigurationKeys.ALERTS_LABELS).orElse(List.of());
        boolean rules = settings.flag(ConfigurationKeys.RULES_ENABLED);
        boolean clearing = settings.flag(ConfigurationKeys.ALERTS_CLEAR);
        if (clearing && labels.isEmpty() && !rules) {
            throw settings.conflict(
                    ConfigurationKeys.ALERTS_CLEAR,
                    "needs " + ConfigurationKeys.ALERTS_LABELS + " or " + ConfigurationKeys.RULES_ENABLED
                            + "; without them there are no alerts");
        }
        return new AlertSettings(
                Set.copyOf(labels),
                new AlertRule(n, m, settings.fraction(ConfigurationKeys.ALERTS_MIN_CONFIDENCE)),
                Duration.ofHours(settings.number(ConfigurationKeys.ALERTS_STATE_TTL)),
                settings.number(ConfigurationKeys.ALERTS_MAX_STATES),
                rules,
                clearing);
    }

    private Set<ModelId> requiredModels() {
        return settings
                .list(ConfigurationKeys.MODELS_REQUIRED)
                .or(() ->
                        settings.optionalText(ConfigurationKeys.MODELS_DEFAULT).map(List::of))
                .orElse(List.of())
                .stream()
                .map(ModelId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Guarantee guarantee() {
        String name = settings.text(ConfigurationKeys.GUARANTEE);
        return Arrays.stream(Guarantee.values())
                .filter(each -> each.kafkaName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Path stateDirectory() {
        return settings.optionalText(ConfigurationKeys.STATE_DIR)
                .map(Path::of)
                .or(() -> stateHome.map(
                        home -> home.resolve("elmstream").resolve(settings.text(ConfigurationKeys.APPLICATION_ID))))
                .orElseThrow(() -> new ConfigurationException(
                        ConfigurationKeys.STATE_DIR,
                        "state.dir is not set, and this user has no home directory. Set state.dir."));
    }

    private Optional<HttpAddress> http() {
        String host = settings.text(ConfigurationKeys.HTTP_HOST);
        int port = settings.number(ConfigurationKeys.HTTP_PORT);
        return port == 0 ? Optional.empty() : Optional.of(new HttpAddress(host, port));
    }

    private Optional<ServeSettings> serve() {
        int port = settings.number(ConfigurationKeys.SERVE_PORT);
        ServeSettings serve = serveSettings();
        if (port != 0 && port == settings.number(ConfigurationKeys.HTTP_PORT)) {
            throw settings.conflict(ConfigurationKeys.SERVE_PORT, ConfigurationKeys.HTTP_PORT + " is the same port");
        }
        return port == 0 ? Optional.empty() : Optional.of(serve);
    }

    /** Returns the settings for single requests, whether or not there is a port. */
    ServeSettings serveSettings() {
        Optional<String> keystore = settings.optionalText(ConfigurationKeys.SERVE_KEYSTORE);
        Optional<String> password = settings.optionalText(ConfigurationKeys.SERVE_KEYSTORE_PASSWORD);
        if (keystore.isPresent() != password.isPresent()) {
            throw settings.conflict(
                    keystore.isPresent() ? ConfigurationKeys.SERVE_KEYSTORE : ConfigurationKeys.SERVE_KEYSTORE_PASSWORD,
                    ConfigurationKeys.SERVE_KEYSTORE + " and " + ConfigurationKeys.SERVE_KEYSTORE_PASSWORD
                            + " must be set together");
        }
        return new ServeSettings(
                settings.text(ConfigurationKeys.SERVE_HOST),
                settings.number(ConfigurationKeys.SERVE_PORT),
                settings.optionalText(ConfigurationKeys.SERVE_TOKEN),
                keystore.map(file -> new ServeSettings.Tls(Path.of(file), password.orElseThrow())),
                settings.number(ConfigurationKeys.SERVE_THREADS),
                settings.number(ConfigurationKeys.BATCH_MAX_SIZE),
                settings.number(ConfigurationKeys.SERVE_MAX_REQUESTS),
                settings.number(ConfigurationKeys.SERVE_MAX_PER_CLIENT),
                settings.number(ConfigurationKeys.SERVE_MAX_BYTES),
                cache(),
                millis(ConfigurationKeys.SERVE_TIMEOUT));
    }

    private Duration millis(String key) {
        return Duration.ofMillis(settings.number(key));
    }
}
