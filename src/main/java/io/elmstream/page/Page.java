package io.elmstream.page;

import io.elmstream.app.BuildInfo;
import io.elmstream.app.SteadyTime;
import io.elmstream.client.ClusterId;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.ModelControl;
import io.elmstream.config.Configuration;
import io.elmstream.config.Configuration.HttpAddress;
import io.elmstream.config.InstanceId;
import io.elmstream.config.PageSettings;
import io.elmstream.governor.SigningKey;
import io.elmstream.http.Site;
import io.elmstream.topology.Topics;
import io.elmstream.wire.SchemaRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** The live page of an instance: what all instances of its application do, and, if allowed, actions. */
public final class Page implements AutoCloseable {

    private static final int TOKEN_BYTES = 18;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final PageReader reader;
    private final Site site;

    private Page(PageReader reader, Site site) {
        this.reader = reader;
        this.site = site;
    }

    /**
     * Starts to read what the page shows.
     *
     * @param configuration of the instance
     * @param settings of its page
     * @param registry for the schema of commands
     * @param folder the state folder of the instance
     */
    public static Page start(Configuration configuration, PageSettings settings, SchemaRegistry registry, Path folder) {
        PageFacts facts = new PageFacts(
                configuration.applicationId(),
                InstanceId.of(configuration, folder),
                BuildInfo.version(),
                settings.actions(),
                settings.interval().toMillis(),
                settings.history().toMillis(),
                configuration.learner().enabled(),
                configuration.inference().alerts().clearing());
        SteadyTime clock = SteadyTime.system();
        LivePage page = new LivePage(facts, settings.listeners(), clock::millis);
        Topics topics = configuration.inference().topics();
        PageReader reader = new PageReader(
                new KafkaClients(configuration.clients()),
                topics,
                configuration.quality().map(policy -> policy.settings().window()),
                page,
                clock);
        Optional<PageActions> actions = settings.actions()
                ? Optional.of(PageActions.connecting(() -> control(configuration, settings, registry)))
                : Optional.empty();
        Access access = new Access(
                settings.token(),
                configuration.http().map(HttpAddress::isLoopback).orElse(true));
        reader.start();
        return new Page(reader, new PageSite(page, access, actions));
    }

    private static ModelControl control(Configuration configuration, PageSettings settings, SchemaRegistry registry) {
        Optional<SigningKey> signing = settings.key().isEmpty()
                ? Optional.empty()
                : configuration.pageKey(ClusterId.of(configuration.clients()));
        return new ModelControl(
                configuration.clients(), configuration.inference().topics(), registry, PATIENCE, signing);
    }

    /** Returns a new random token. */
    public static String newToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /**
     * Returns the address that opens the page. The token is in the fragment, which a browser sends to nobody.
     *
     * @param address of the server
     * @param port that it is bound to
     */
    public static String url(HttpAddress address, int port, PageSettings settings) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        return "http://" + host + ":" + port + "/page/"
                + settings.token()
                        .map(token -> "#token=" + URLEncoder.encode(token, StandardCharsets.UTF_8))
                        .orElse("");
    }

    /** Returns what serves the page. */
    public Site site() {
        return site;
    }

    @Override
    public void close() {
        reader.close();
    }
}
