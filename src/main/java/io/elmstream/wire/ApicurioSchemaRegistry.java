package io.elmstream.wire;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/** An Apicurio Registry, accessed through its own client. As thread-safe as that client. */
public final class ApicurioSchemaRegistry implements SchemaRegistry {

    private static final String GROUP = "default";
    private static final int CONFLICT = 409;
    /** The timeout of a request. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private final RegistryClientFacade client;
    private final RegistryContents contents;
    private final Backoff backoff;
    private final Duration longestAnswer;
    private final ExecutorService calls = Executors.newCachedThreadPool(ApicurioSchemaRegistry::daemon);

    /**
     * Creates the client.
     *
     * @param url for example {@code http://127.0.0.1:8080/apis/registry/v3}
     * @param settings further settings of Apicurio's client, such as {@code apicurio.registry.auth.username}
     * @param backoff how to retry if the registry does not answer when a schema is registered
     */
    public ApicurioSchemaRegistry(String url, Map<String, String> settings, Backoff backoff) {
        this(url, settings, backoff, LONGEST_ANSWER);
    }

    ApicurioSchemaRegistry(String url, Map<String, String> settings, Backoff backoff, Duration longestAnswer) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(SchemaResolverConfig.REGISTRY_URL, url);
        this.client = RegistryRequests.client(new SchemaResolverConfig(all));
        this.contents = new RegistryContents(client);
        this.backoff = backoff;
        this.longestAnswer = longestAnswer;
    }

    /**
     * Looks up a schema, without retries. Only a response of the registry itself counts as an answer: the page of a
     * proxy says nothing about a schema.
     */
    @Override
    public Lookup find(SchemaId id) {
        try {
            return inTime(() -> contents.find(id));
        } catch (RuntimeException e) {
            throw new RegistryUnreachableException(
                    "the schema registry did not answer: schema with " + id + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int register(String topic, Schema schema) {
        return create(topic, schema, "FIND_OR_CREATE_VERSION");
    }

    @Override
    public void offer(String topic, List<Schema> schemas) {
        try {
            create(topic, schemas.get(0), "FAIL");
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof ApiException refusal && refusal.getResponseStatusCode() == CONFLICT) {
                return;
            }
            throw e;
        }
        schemas.forEach(schema -> register(topic, schema));
    }

    private int create(String topic, Schema schema, String ifItExists) {
        String artifact = topic + "-value";
        int contentId = ask(
                "registering " + artifact,
                () -> client.createSchema("AVRO", GROUP, artifact, null, ifItExists, false, schema.toString(), Set.of())
                        .getContentId()
                        .intValue());
        contents.isRegistry();
        return contentId;
    }

    private <T> T ask(String what, Supplier<T> question) {
        return backoff.retry("the schema registry did not answer: " + what, () -> {
            try {
                return new Backoff.Answer<>(inTime(question));
            } catch (ApiException e) {
                int status = e.getResponseStatusCode();
                if (status >= 400 && status < 500 && !PASSING.contains(status)) {
                    throw new IllegalStateException(
                            "the schema registry rejected the request with HTTP " + status + ": " + what + ": "
                                    + e.getMessage(),
                            e);
                }
                return new Backoff.NoAnswer<>(e);
            } catch (RuntimeException e) {
                return new Backoff.NoAnswer<>(e);
            }
        });
    }

    /**
     * Applies the timeout, because Apicurio's client has none: a registry that accepts a connection and never responds
     * would block a stream thread forever.
     */
    private <T> T inTime(Supplier<T> question) {
        Future<T> answer = calls.submit(question::get);
        try {
            return answer.get(longestAnswer.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + longestAnswer.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            // noticed by the next wait of the backoff
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "schema-registry-call");
        thread.setDaemon(true);
        return thread;
    }
}
