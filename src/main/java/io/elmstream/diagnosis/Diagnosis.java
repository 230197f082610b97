package io.elmstream.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * What a failure means to whoever gave a command, or looks at health or a log: the innermost cause, the setting to look
 * at, and what to do, in one line.
 *
 * @param code a word for programs
 * @param field the key at fault; empty where there is none
 * @param message for people
 */
public record Diagnosis(String code, String field, String message) {

    /** Who was talked to. */
    public enum Side {
        KAFKA("the broker", "kafka.ssl.truststore.location", "kafka.ssl.keystore.location", "bootstrap.servers"),
        REGISTRY(
                "the schema registry",
                "registry.client.apicurio.registry.tls.truststore.location",
                "registry.client.apicurio.registry.tls.keystore.location",
                "registry.url");

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

        /** As it stands in a sentence. */
        public String sideName() {
            return name;
        }

        String truststore() {
            return truststore;
        }

        String keystore() {
            return keystore;
        }

        /** The key of its address. */
        public String address() {
            return address;
        }
    }

    private static final int DEEPEST = 50;

    /** How Kafka's admin client prints a request, and what became of it. */
    private static final Pattern KAFKA_CALL =
            Pattern.compile("Call\\(callName=(\\w+), [^)]*\\)(?: timed out at \\d+( after \\d+ attempt\\(s\\)))?");

    /** Empty where the failure is none of those that are known. */
    public static Optional<Diagnosis> of(Throwable failure, Side side) {
        List<Throwable> innermostFirst = chain(failure);
        return Causes.ALL.stream()
                .flatMap(cause ->
                        innermostFirst.stream().filter(cause::fits).limit(1).map(found -> cause.told(found, side)))
                .findFirst();
    }

    /** In one line: what the failure means, or where nobody knows, what it says. */
    public static String told(Throwable failure, Side side) {
        return of(failure, side).map(Diagnosis::message).orElseGet(() -> innermost(failure));
    }

    /** What a future failed with. */
    public static Throwable cause(ExecutionException failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }

    /** The message of the innermost cause that has one, in one line. */
    public static String innermost(Throwable failure) {
        return chain(failure).stream()
                .filter(each -> each.getMessage() != null && !each.getMessage().isBlank())
                .findFirst()
                .map(Diagnosis::words)
                .orElseGet(() -> words(failure));
    }

    /** What one exception says, in one line, without the state of the client that Kafka prints with it. */
    public static String words(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.getMessage() == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : KAFKA_CALL
                        .matcher(message)
                        .replaceAll("$1$2")
                        .replaceAll("\\s+", " ")
                        .strip();
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> innermostFirst = new ArrayList<>();
        for (Throwable each = failure; each != null && innermostFirst.size() < DEEPEST; each = each.getCause()) {
            innermostFirst.add(0, each);
        }
        return innermostFirst;
    }
}
