package io.elmstream.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a failure means to whoever gave the command: the innermost cause, the setting to look at, and what to do, in one
 * line.
 *
 * @param code a word for programs
 * @param field the key at fault; empty where there is none
 * @param message for people
 */
record Diagnosis(String code, String field, String message) {

    /** Who was talked to. */
    enum Side {
        KAFKA("the broker", "kafka.ssl.truststore.location", "kafka.ssl.keystore.location", "bootstrap.servers"),
        REGISTRY("the schema registry", "registry.client.apicurio.registry.tls.truststore.location",
                "registry.client.apicurio.registry.tls.keystore.location", "registry.url");

        private final String name;
        private final String truststore;
        private final String keystore;
        private final String address;

        Side(String name, String truststore, String keystore, String address) {
            this.name = name;
            this.truststore = truststore;
            this.keystore = keystore;
            this.address = address;
        }

        String sideName() {
            return name;
        }

        String truststore() {
            return truststore;
        }

        String keystore() {
            return keystore;
        }

        String address() {
            return address;
        }
    }

    private static final int DEEPEST = 50;

    /** Empty where the failure is none of those that are known. */
    static Optional<Diagnosis> of(Throwable failure, Side side) {
        List<Throwable> innermostFirst = chain(failure);
        return Causes.ALL.stream()
                .flatMap(cause -> innermostFirst.stream()
                        .filter(cause::fits)
                        .limit(1)
                        .map(found -> cause.told(found, side)))
                .findFirst();
    }

    /** The message of the innermost cause that has one, in one line. */
    static String innermost(Throwable failure) {
        return chain(failure).stream()
                .filter(each -> each.getMessage() != null && !each.getMessage().isBlank())
                .findFirst()
                .map(Diagnosis::words)
                .orElseGet(() -> words(failure));
    }

    /** The message of an exception in one line, or its name where it has none. */
    static String words(Throwable failure) {
        return failure.getMessage() == null || failure.getMessage().isBlank()
                ? failure.getClass().getSimpleName()
                : failure.getMessage().replaceAll("\\s+", " ").strip();
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> innermostFirst = new ArrayList<>();
        for (Throwable each = failure; each != null && innermostFirst.size() < DEEPEST; each = each.getCause()) {
            innermostFirst.add(0, each);
        }
        return innermostFirst;
    }
}
