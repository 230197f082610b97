package io.elmstream.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads settings from environment variables. The name of a variable is {@code ELMSTREAM_} and the key in upper case,
 * with underscores for dots and hyphens. An empty variable counts as not set.
 */
final class SettingsEnvironment {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsEnvironment.class);
    private static final String PREFIX = "ELMSTREAM_";

    /** The properties of the registry client that contain hyphens, which the variable names do not show. */
    private static final List<String> HYPHENED = List.of(
            "apicurio.registry.tls.trust-all",
            "apicurio.registry.tls.verify-host",
            "apicurio.registry.check-period-ms",
            "apicurio.registry.retry-count",
            "apicurio.registry.retry-backoff-ms");

    /** The variables that Kubernetes and Docker set for services whose names start with elmstream. */
    private static final Pattern SERVICE_NAME =
            Pattern.compile(".*_SERVICE_HOST|.*_SERVICE_PORT(_\\w+)?|.*_PORT_\\d+_(TCP|UDP|SCTP)_(PROTO|PORT|ADDR)");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private SettingsEnvironment() {}

    /**
     * Reads the settings.
     *
     * @throws ConfigurationException if a variable has the prefix but does not match any key
     */
    static List<Setting> read(Map<String, String> environment) {
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && !value.isEmpty()) {
                Optional<String> key = key(variable);
                if (isOfKubernetes(variable, value)) {
                    // a service named elmstream-http sets the variable of http.port
                    key.filter(ConfigurationKeys.definition().names()::contains)
                            .ifPresent(known -> LOG.info(
                                    "ignoring {} = {}, which Kubernetes sets for a service, as a value of {}",
                                    variable,
                                    value,
                                    known));
                } else {
                    settings.add(new Setting(
                            key.orElseThrow(() -> unknown(variable)), value, "environment variable " + variable));
                }
            }
        });
        return settings;
    }

    /** Returns the name of the variable that sets a key. */
    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static Optional<String> key(String variable) {
        return Stream.concat(
                        ConfigurationKeys.definition().names().stream(),
                        Stream.concat(
                                KafkaNames.all().stream()
                                        .flatMap(name -> Stream.of(
                                                ConfigurationKeys.KAFKA + name,
                                                ConfigurationKeys.GOVERNOR_KAFKA + name,
                                                ConfigurationKeys.LEARNER_KAFKA + name)),
                                HYPHENED.stream().map(ConfigurationKeys.REGISTRY_CLIENT::concat)))
                .filter(known -> variable(known).equals(variable))
                .findFirst()
                .or(() -> Optional.of(dotted(variable)).filter(ConfigurationKeys::isPassedOn));
    }

    private static String dotted(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static boolean isOfKubernetes(String variable, String value) {
        return SERVICE_NAME.matcher(variable).matches()
                || (variable.contains("_PORT") && SERVICE_ADDRESS.matcher(value).matches());
    }

    private static ConfigurationException unknown(String variable) {
        List<String> meant = UnknownKey.meant(dotted(variable)).stream()
                .map(SettingsEnvironment::variable)
                .toList();
        return new ConfigurationException(
                dotted(variable),
                "The environment variable " + variable + " does not match any key. " + UnknownKey.hint(meant));
    }
}
