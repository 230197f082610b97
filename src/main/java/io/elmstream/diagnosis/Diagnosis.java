package io.elmstream.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * The explanation of a failure for users, in one line: the innermost cause, the setting to check, and what to do.
 *
 * @param code stable code for programs
 * @param field the configuration key at fault; empty if there is none
 * @param message text for people
 */
public record Diagnosis(String code, String field, String message) {

    /** The server that a failed request was sent to. */
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

        /** Returns its name as used in a sentence. */
        public String sideName() {
            return name;
        }

        String truststore() {
            return truststore;
        }

        String keystore() {
            return keystore;
        }

        /** Returns the configuration key of its address. */
        public String address() {
            return address;
        }
    }

    private static final int DEEPEST = 50;

    /** The request and its outcome, as printed by Kafka's admin client. */
    private static final Pattern KAFKA_CALL =
            Pattern.compile("Call\\(callName=(\\w+), [^)]*\\)(?: timed out at \\d+( after \\d+ attempt\\(s\\)))?");

    /** Returns the explanation; empty if the failure is not a known one. */
    public static Optional<Diagnosis> of(Throwable failure, Side side) {
        List<Throwable> innermostFirst = chain(failure);
        return Causes.ALL.stream()
                .flatMap(cause ->
                        innermostFirst.stream().filter(cause::fits).limit(1).map(found -> cause.told(found, side)))
                .findFirst();
    }

    /** Returns one line: the explanation if the failure is known, else its message. */
    public static String told(Throwable failure, Side side) {
        return of(failure, side).map(Diagnosis::message).orElseGet(() -> innermost(failure));
    }

    /** Returns the cause of a failed future. */
    public static Throwable cause(ExecutionException failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }

    /** Returns the message of the innermost cause that has one, in one line. */
    public static String innermost(Throwable failure) {
        return chain(failure).stream()
                .filter(each -> each.getMessage() != null && !each.getMessage().isBlank())
                .findFirst()
                .map(Diagnosis::words)
                .orElseGet(() -> words(failure));
    }

    /** Returns an exception's message in one line, without the client state that Kafka appends. */
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
