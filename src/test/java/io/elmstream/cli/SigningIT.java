package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.ClusterId;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.config.KeyFiles;
import io.elmstream.embedded.LoopbackPort;
import io.elmstream.governor.RecordSignature;
import io.elmstream.governor.SignatureScope;
import io.elmstream.governor.SigningKey;
import io.elmstream.http.SiteUnderTest;
import io.elmstream.page.Page;
import io.elmstream.support.Closing;
import io.elmstream.support.CommandFeed;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.RawTopic;
import io.elmstream.support.SmallModel;
import io.elmstream.wire.avro.ModelStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Keys from the command line, and a running instance that takes only what was signed with them. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class SigningIT {

    private Path folder;
    private Path artefact;
    private EmbeddedKafka kafka;
    private ElmstreamUnderTest application;

    @BeforeAll
    void start(@TempDir Path shared) throws IOException {
        folder = shared;
        artefact = Files.write(folder.resolve("shuttle-1.elm"), SmallModel.artefact(1));
        assertThat(Called.with("model", "keys", folder.resolve("release").toString())
                        .exit())
                .isZero();
        assertThat(Called.with("model", "keys", folder.resolve("stranger").toString())
                        .exit())
                .isZero();
        assertThat(Called.with("model", "keys", folder.resolve("instances").toString())
                        .exit())
                .isZero();
        kafka = new EmbeddedKafka();
        application = new ElmstreamUnderTest(kafka, "signing", shared, 1);
        application.start(Map.of(
                "governor.trusted.keys", key("release", "public"),
                "governor.instance.keys", key("instances", "public"),
                "instance.key", key("instances", "private")));
    }

    @AfterAll
    void stop() {
        Closing.inOrder(application, kafka);
    }

    @Test
    @Order(1)
    void shouldRefuseACommandWithoutASignatureOrWithAnothers() {
        // When
        Called unsigned = call("model publish " + artefact + " --json");
        Called stranger = call("model publish " + artefact + " --json --sign-with " + key("stranger", "private"));
        Called people = call("model publish " + artefact);

        // Then
        assertThat(unsigned.exit()).isEqualTo(1);
        assertThat(unsigned.error().get("code").asText()).isEqualTo("NOT_SIGNED");
        assertThat(stranger.exit()).isEqualTo(1);
        assertThat(stranger.error().get("code").asText()).isEqualTo("BAD_SIGNATURE");
        assertThat(people.exit()).isEqualTo(1);
        assertThat(people.err())
                .startsWith("elmstream: the command is not signed")
                .contains("--sign-with");
        assertThat(call("model status --json").json().get("models")).isEmpty();
    }

    @Test
    @Order(2)
    void shouldTakeWhatTheTrustedKeySigned() throws IOException {
        // Given
        Path second = Files.write(folder.resolve("shuttle-2.elm"), SmallModel.artefact(2));

        // When
        Called published = signed("model publish " + artefact + " --activate --json");
        Called again = signed("model publish " + second + " --json");
        Called shadow = signed("model shadow shuttle 2 --json");
        application
                .await()
                .untilAsserted(() -> assertThat(application.status().comparisons())
                        .as("counts that the instance signed")
                        .containsKey(SmallModel.ID));
        Called promoted = signed("model promote shuttle --json");
        Called back = signed("model rollback shuttle --json");
        Called learning = signed("model learn shuttle --on --json");

        // Then
        assertThat(published.json().get("champion").asInt()).isEqualTo(1);
        assertThat(again.json().get("outcome").asText()).isEqualTo("ACCEPTED");
        assertThat(shadow.exit()).as(shadow.out()).isZero();
        assertThat(promoted.json().get("champion").asInt()).isEqualTo(2);
        assertThat(back.json().get("champion").asInt()).isEqualTo(1);
        assertThat(learning.json().get("outcome").asText()).isEqualTo("ACCEPTED");
        assertThat(call("model learn shuttle --off --json").error().get("code").asText())
                .isEqualTo("NOT_SIGNED");
        assertThat(call("model rollback shuttle --json").error().get("code").asText())
                .isEqualTo("NOT_SIGNED");
    }

    @Test
    @Order(3)
    void shouldTakeNothingThatStandsOnTheTopicASecondTime() {
        // Given
        assertThat(signed("model rollback shuttle --json").exit())
                .as("the step that tried it in shadow")
                .isZero();
        assertThat(signed("model retire shuttle 2 --json").json().get("outcome").asText())
                .isEqualTo("ACCEPTED");
        var sent = new RawTopic(kafka.bootstrapServers(), application.topics().modelControl()).records();
        int answered = application.answers().size();

        // When
        try (CommandFeed feed =
                new CommandFeed(kafka.bootstrapServers(), application.topics().modelControl())) {
            sent.forEach(record ->
                    feed.send(record.key(), record.value(), record.headers().toArray()));
            feed.sent();
        }
        application.await().until(() -> application.answers().size() == answered + sent.size());

        // Then
        assertThat(sent).hasSizeGreaterThan(6);
        assertThat(application.answers().subList(answered, answered + sent.size()))
                .extracting(ModelStatus::getCode)
                .containsOnly("NOT_SIGNED", "BAD_SIGNATURE", "BAD_NUMBER");
    }

    /** As somebody else with the same key does whose clock is an hour ahead. */
    @Test
    @Order(4)
    void shouldGoOnFromTheNumberOfSomebodyWithAClockThatIsAhead() throws IOException {
        // Given
        PrivateKey own = KeyFiles.privateKey(Path.of(key("release", "private")));
        SigningKey signing = new SigningKey(
                own,
                SignatureScope.commands(
                        application.applicationId(),
                        ClusterId.of(Map.of("bootstrap.servers", kafka.bootstrapServers()))));
        byte[] key = SmallModel.ID.getBytes(StandardCharsets.UTF_8);
        long ahead = (System.currentTimeMillis() + 3_600_000) * 1_000;
        int answered = application.answers().size();
        try (CommandFeed feed =
                new CommandFeed(kafka.bootstrapServers(), application.topics().modelControl())) {
            feed.send(
                    key,
                    key,
                    new RecordHeader(
                            RecordSignature.HEADER,
                            signing.sign(ahead, key, key).header()));
            feed.sent();
        }
        application.await().until(() -> application.answers().size() > answered);

        // When
        Path third = Files.write(folder.resolve("shuttle-3.elm"), SmallModel.artefact(3));
        Called published = signed("model publish " + third + " --json");

        // Then
        assertThat(published.json().get("outcome").asText()).isEqualTo("ACCEPTED");
        assertThat(application.answers()).extracting(ModelStatus::getCode).contains("UNREADABLE", "BAD_NUMBER");
    }

    @Test
    @Order(5)
    void shouldNameAKeyFileThatIsNone() {
        // When
        Called missing = call("model promote shuttle --json --sign-with " + folder.resolve("nowhere.pem"));
        Called publicKey = call("model promote shuttle --json --sign-with " + key("release", "public"));
        Called there = Called.with("model", "keys", folder.resolve("release").toString(), "--json");

        // Then
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.error().get("field").asText()).isEqualTo("--sign-with");
        assertThat(missing.error().get("message").asText()).contains("nowhere.pem does not exist");
        assertThat(publicKey.error().get("message").asText()).contains("release.public.pem contains no private key");
        assertThat(there.exit()).isEqualTo(1);
        assertThat(there.error().get("code").asText()).isEqualTo("FILE_EXISTS");
    }

    @Test
    @Order(6)
    void shouldTakeActionsThatThePageSigned() throws IOException, InterruptedException {
        // Given
        int revision =
                call("model status --json").json().at("/models/0/revision").asInt();
        String retire = "{\"action\":\"retire\",\"model\":\"%s\",\"version\":3,\"revision\":%d}"
                .formatted(SmallModel.ID, revision);

        // When
        String unsigned = act(Map.of(), retire);
        String signed = act(Map.of("page.key", key("release", "private")), retire);

        // Then
        assertThat(unsigned).startsWith("{\"accepted\":false,\"reason\":\"NOT_SIGNED\"");
        assertThat(signed).startsWith("{\"accepted\":true,");
    }

    /** Acts on the page of an instance with these settings. */
    private String act(Map<String, String> settings, String body) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(application.flags(settings));
        all.putAll(Map.of(
                "http.port", Integer.toString(LoopbackPort.free(RandomGenerator.getDefault())),
                "page.enabled", "true",
                "page.token", "secret",
                "page.actions", "true"));
        Configuration configuration =
                ConfigurationLoader.load(Optional.empty(), Map.of(), all).configuration();
        try (Page page = Page.start(
                        configuration,
                        configuration.page().orElseThrow(),
                        application.registry(),
                        folder.resolve("page"));
                SiteUnderTest server = new SiteUnderTest(page.site())) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/page/actions"))
                    .header("Authorization", "Bearer secret")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        }
    }

    private String key(String name, String kind) {
        return folder.resolve(name + "." + kind + ".pem").toString();
    }

    private Called signed(String line) {
        return call(line + " --sign-with " + key("release", "private"));
    }

    /** Calls a command with the configuration of the running instance. */
    private Called call(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        application.flags(Map.of()).forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        return Called.with(words.toArray(String[]::new));
    }
}
