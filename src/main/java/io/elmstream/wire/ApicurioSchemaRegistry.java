package io.elmstream.wire;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryClientFacadeFactory;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** An Apicurio Registry, asked through its own client. Safe for threads as far as that client is. */
public final class ApicurioSchemaRegistry implements SchemaRegistry {

    private static final String GROUP = "default";
    private static final int NOT_FOUND = 404;
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private final RegistryClientFacade client;
    private final Backoff backoff;

    /**
     * @param url for example {@code http://127.0.0.1:8080/apis/registry/v3}
     * @param settings further settings of Apicurio's client, such as {@code apicurio.registry.auth.username}
     * @param backoff how to ask again when no answer comes
     */
    public ApicurioSchemaRegistry(String url, Map<String, String> settings, Backoff backoff) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(SchemaResolverConfig.REGISTRY_URL, url);
        // the other adapter starts threads of its own
        all.putIfAbsent(SchemaResolverConfig.HTTP_ADAPTER, "JDK");
        this.client = RegistryClientFacadeFactory.create(new SchemaResolverConfig(all));
        this.backoff = backoff;
    }

    @Override
    public Lookup find(int contentId) {
        return ask("schema with content id " + contentId, () -> {
            try {
                return new Found(new Schema.Parser().parse(client.getSchemaByContentId((long) contentId)));
            } catch (SchemaParseException e) {
                // a registry holds other things too, and any id may stand in a reading
                return new Unknown();
            } catch (ApiException e) {
                if (e.getResponseStatusCode() == NOT_FOUND) {
                    return new Unknown();
                }
                throw e;
            }
        });
    }

    @Override
    public int register(String topic, Schema schema) {
        String artifact = topic + "-value";
        return ask("registering " + artifact, () -> client
                .createSchema("AVRO", GROUP, artifact, null, "FIND_OR_CREATE_VERSION", false, schema.toString(), Set.of())
                .getContentId()
                .intValue());
    }

    private <T> T ask(String what, Supplier<T> question) {
        return backoff.retry("the schema registry did not answer: " + what, () -> {
            try {
                return new Backoff.Answer<>(question.get());
            } catch (ApiException e) {
                int status = e.getResponseStatusCode();
                if (status >= 400 && status < 500 && !PASSING.contains(status)) {
                    throw new IllegalStateException(
                            "the schema registry refused with HTTP " + status + ": " + what + ": " + e.getMessage(), e);
                }
                return new Backoff.NoAnswer<>(e);
            } catch (RuntimeException e) {
                return new Backoff.NoAnswer<>(e);
            }
        });
    }
}
