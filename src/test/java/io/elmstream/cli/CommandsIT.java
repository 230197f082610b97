package io.elmstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.elmstream.support.Closing;
import io.elmstream.support.CommandFeed;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.RawTopic;
import io.elmstream.support.TlsKafka;
import io.elmstream.support.Waiting;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Sample;
import io.elmstream.tables.Table;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Prediction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
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

/** The life of a model from the command line, against a real broker, a real registry and a running instance. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class CommandsIT {

    private static final String SHUTTLE = "src/main/resources/samples/shuttle.csv.gz";

    private Path folder;
    private EmbeddedKafka kafka;
    private ElmstreamUnderTest application;

    @BeforeAll
    void start(@TempDir Path shared) {
        folder = shared;
        kafka = new EmbeddedKafka();
        application = new ElmstreamUnderTest(kafka, "commands", shared, 2);
        application.start(Map.of("rules.enabled", "true", "alerts.clear.enabled", "true"));
    }

    @AfterAll
    void stop() {
        Closing.inOrder(application, kafka);
    }

    @Test
    @Order(1)
    void shouldFindAllTopicsCreated() {
        // When
        Called create = call("topics create --json");

        // Then
        assertThat(create.exit()).as(create.out() + create.err()).isZero();
        assertThat(create.json().get("created")).isEmpty();
    }

    @Test
    @Order(2)
    void shouldPublishAndActivate() {
        // When
        Called first = call("model publish " + trained("shuttle", 1) + " --activate --json");
        Called second = call("model publish " + trained("shuttle", 2) + " --json");
        Called activate = call("model activate shuttle 2 --expect-revision 1 --wait --json");

        // Then
        assertThat(first.json().get("outcome").asText()).isEqualTo("ACCEPTED");
        assertThat(first.json().get("champion").asInt()).isEqualTo(1);
        assertThat(second.json().get("champion").asInt()).isEqualTo(1);
        assertThat(activate.exit()).isZero();
        assertThat(activate.json().get("champion").asInt()).isEqualTo(2);
        assertThat(activate.json().get("revision").asLong()).isEqualTo(2);
    }

    @Test
    @Order(3)
    void shouldTellWhyTheGovernorRefuses() {
        // When
        Called late = call("model activate shuttle 1 --expect-revision 1 --json");
        Called unknown = call("model activate shuttle 9");

        // Then
        assertThat(late.exit()).isEqualTo(1);
        assertThat(late.error().get("code").asText()).isEqualTo("CONFLICT");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).startsWith("elmstream: ").contains("9");
    }

    @Test
    @Order(3)
    void shouldNameTheModelThatWasMeantAndKeepNoneOfThatName() {
        // When
        List<Called> mistyped = Stream.of(
                        "model activate shutle 1",
                        "model shadow shutle 2",
                        "model rollback shutle",
                        "model wait shutle 1 --timeout 10m",
                        "model history shutle",
                        "model compare shutle",
                        "feed --data " + SHUTTLE + " --label state --model shutle --rate max")
                .map(this::call)
                .toList();
        Called status = call("model status");

        // Then
        assertThat(mistyped).allSatisfy(called -> {
            assertThat(called.exit()).isEqualTo(1);
            assertThat(called.err()).contains("no version of model shutle has been published. Did you mean shuttle?");
        });
        assertThat(status.out()).contains("shuttle").doesNotContain("shutle");
    }

    @Test
    @Order(3)
    void shouldSayWhichTopicsAreMissing() {
        // When
        Called called = call("model status --set topics.models=none-1 --set topics.model-status=none-2");

        // Then
        assertThat(called.exit()).isEqualTo(1);
        assertThat(called.err()).contains("has no topics none-1, none-2", "topics create");
    }

    @Test
    @Order(4)
    void shouldShowWhatIsInForce() {
        // Given
        Called waited = call("model wait shuttle 2 --state champion --json");

        // When
        Called json = call("model status --json");
        Called text = call("model status");

        // Then
        JsonNode model = json.json().get("models").get(0);
        assertThat(model.get("model").asText()).isEqualTo("shuttle");
        assertThat(model.get("champion").asInt()).isEqualTo(2);
        assertThat(model.get("versions").get(0).get("state").asText()).isEqualTo("superseded");
        assertThat(model.get("versions").get(1).get("state").asText()).isEqualTo("champion");
        assertThat(text.out()).contains("MODEL", "shuttle", "champion", "1 of 1");
        assertThat(waited.json().get("instances").asInt()).isEqualTo(1);
        assertThat(model.get("versions").get(1).get("ready").asInt()).isEqualTo(1);
        assertThat(json.json().get("instances").get(0).get("live").asBoolean()).isTrue();
    }

    @Test
    @Order(5)
    void shouldFeedAndWatchPredictions() throws IOException {
        // Given: columns in another order than the model has them
        Path turned = turned();

        // When
        Called feed = call("feed --data " + turned + " --label state --rows 1..200 --rate max --json");
        Called watch = call("watch predictions --from-beginning --limit 200 --json");

        // Then
        assertThat(feed.exit()).isZero();
        assertThat(feed.json().get("sent").asLong()).isEqualTo(200);
        assertThat(feed.json().get("scored").asLong()).isEqualTo(200);
        assertThat(feed.json().get("unanswered").asLong()).isZero();
        assertThat(watch.exit()).isZero();
        assertThat(watch.records()).hasSize(200).allSatisfy(prediction -> {
            assertThat(prediction.get("modelId").asText()).isEqualTo("shuttle");
            assertThat(prediction.get("label").asText()).isNotBlank();
            assertThat(prediction.get("probabilities")).isNotEmpty();
        });
        assertThat(watch.records())
                .extracting(prediction -> prediction.get("version").asInt())
                .contains(2);
        JsonNode champion = version(
                await(
                        () -> call("model status --json"),
                        called -> version(called, 1).get("labelled").asLong() == 200),
                1);
        assertThat(champion.get("accuracy").asDouble()).isBetween(0.5, 1.0);
    }

    @Test
    @Order(6)
    void shouldReplayDeadLettersOnce() {
        // Given
        call("feed --data " + SHUTTLE
                + " --label state --rows 1..20 --model boiler --by-position --rate 1000 --wait 0 --json");
        Called inVain = call("feed --data " + SHUTTLE + " --label state --rows 1..20 --model boiller --rate max");
        Called letters = call("watch dead-letters --from-beginning --limit 20 --json");
        writeStrangeRecords();
        Called tooEarly = call("dead-letters replay --reason NO_MODEL");
        call("model publish " + trained("boiler", 1) + " --activate --json");

        // When
        call("model wait boiler 1 --state champion --json");
        Called replay = call("dead-letters replay --reason NO_MODEL --json");
        Called again = call("dead-letters replay --reason NO_MODEL --json");
        Called watch = call("watch predictions --from-beginning --limit 220 --json");

        // Then
        assertThat(letters.records())
                .hasSize(20)
                .allSatisfy(letter -> assertThat(letter.get("reason").asText()).isEqualTo("NO_MODEL"));
        assertThat(inVain.exit()).isEqualTo(1);
        assertThat(inVain.err()).contains("no version of model boiller has been published", "shuttle");
        assertThat(tooEarly.exit()).isEqualTo(1);
        assertThat(tooEarly.out()).contains("replayed 20 dead letters", "0 scored, 20 dead letters NO_MODEL");
        assertThat(tooEarly.err())
                .contains(
                        "the cause of NO_MODEL still applies",
                        "ignored 2 records that are not dead letters of commands-sensor-readings");
        assertThat(replay.json().get("replayed").asLong()).isEqualTo(20);
        assertThat(replay.json().get("scored").asLong()).isEqualTo(20);
        assertThat(again.exit()).isZero();
        assertThat(again.json().get("replayed").asLong()).isZero();
        assertThat(watch.records().stream()
                        .filter(each -> each.get("modelId").asText().equals("boiler")))
                .hasSize(20);
    }

    /** As anybody may who can write to these topics; one would have the replay send a command. */
    private void writeStrangeRecords() {
        // which counts on it that only the instance writes there
        application.reader().close();
        byte[] any = "any".getBytes(UTF_8);
        try (CommandFeed letters = new CommandFeed(
                        kafka.bootstrapServers(), application.topics().deadLetters());
                CommandFeed predictions = new CommandFeed(
                        kafka.bootstrapServers(), application.topics().predictions())) {
            letters.send(any, any, new RecordHeader("elmstream.reason", null));
            letters.send(
                    any,
                    any,
                    new RecordHeader("elmstream.reason", "NO_MODEL".getBytes(UTF_8)),
                    new RecordHeader("__streams.errors.message", any),
                    new RecordHeader(
                            "__streams.errors.topic",
                            application.topics().modelControl().getBytes(UTF_8)),
                    new RecordHeader("__streams.errors.partition", "0".getBytes(UTF_8)),
                    new RecordHeader("__streams.errors.offset", "0".getBytes(UTF_8)));
            predictions.send(any, null);
            letters.sent();
            predictions.sent();
        }
    }

    @Test
    @Order(7)
    void shouldWatchTheGovernorsAnswers() {
        // When
        Called watch = call("watch status --from-beginning --limit 2");

        // Then
        assertThat(watch.exit()).isZero();
        assertThat(watch.lines()).hasSize(2).first().asString().contains("outcome=ACCEPTED", "modelId=shuttle");
    }

    @Test
    @Order(7)
    void shouldSuggestAndCheckAMapping() throws Exception {
        // Given
        String topic = "commands-telemetry";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                CommandFeed records = new CommandFeed(kafka.bootstrapServers(), topic)) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
            for (int i = 0; i < 12; i++) {
                records.send(
                        ("s" + i % 2).getBytes(UTF_8),
                        "{\"ts\": %d, \"temp\": %d.5}"
                                .formatted(1_764_000_000 + i, i)
                                .getBytes(UTF_8));
            }
            records.sent();
        }
        String readings = application.topics().readings();

        // When
        Called suggested = call("mapping suggest --topic " + topic);
        Path file = Files.writeString(
                folder.resolve("mapping.yaml"), suggested.out() + "  " + readings + ": {format: elmstream}\n");
        Called check = call("mapping check --json --config " + file + " --topic " + topic);
        Called latest = call("mapping check --latest --rows 1 --json --config " + file + " --topic " + topic);
        Called ofModel = call("mapping check --model shuttle --config " + file + " --topic " + topic);
        Called own = call("mapping check --model shuttle --json --config " + file + " --topic " + readings);
        Called unknown = call("mapping check --topic " + topic);

        // Then
        assertThat(suggested.lines())
                .as(suggested.err())
                .contains("  commands-telemetry:", "    sensor: key  # 2 values, which repeat", "      temp: temp");
        assertThat(check.exit()).as(check.out() + check.err()).isZero();
        assertThat(check.json().get("readings").asInt()).isEqualTo(10);
        assertThat(latest.json().get("rows")).hasSize(1);
        assertThat(ofModel.exit()).isEqualTo(1);
        assertThat(ofModel.out()).contains("MISSING_FEATURE", "would become dead letters");
        assertThat(own.exit()).as(own.out() + own.err()).isZero();
        assertThat(own.json().get("rows").get(0).get("features")).isNotEmpty();
        assertThat(unknown.err()).contains("no mapping for the topic " + topic, "mapping suggest");
    }

    @Test
    @Order(8)
    void shouldTryAChallengerCompareAndPromoteIt() {
        // Given
        call("model publish " + trained("shuttle", 3) + " --json");

        // When
        Called shadow = call("model shadow shuttle 3 --json");
        call("model wait shuttle 3 --state shadow --json");
        call("feed --data " + SHUTTLE + " --label state --rows 1..300 --rate max --json");
        Called compared = await(
                () -> call("model compare shuttle --json"),
                called -> called.json().get("compared").asLong() >= 300);
        Called text = call("model compare shuttle");
        Called canary = call("model canary shuttle 3 --share 12.5% --json");
        Called status = await(() -> call("model status"), called -> called.out().contains("canary 12.5 %"));
        Called promoted = call("model promote shuttle --json");

        // Then
        assertThat(shadow.exit()).as(shadow.out()).isZero();
        assertThat(compared.json().get("mode").asText()).isEqualTo("SHADOW");
        assertThat(compared.json().get("labelled").asLong())
                .isEqualTo(compared.json().get("compared").asLong());
        assertThat(compared.json().get("challengerAccuracy").asDouble()).isBetween(0.5, 1.0);
        assertThat(text.out()).contains("agreement", "accuracy");
        assertThat(canary.json().get("revision").asLong()).isEqualTo(4);
        assertThat(status.out()).contains("champion");
        assertThat(promoted.json().get("champion").asInt()).isEqualTo(3);
        assertThat(call("model compare shuttle --json").error().get("code").asText())
                .isEqualTo("NO_CHALLENGER");
    }

    @Test
    @Order(9)
    void shouldTakeBackAndRetireAndTellTheHistory() {
        // When
        call("model wait shuttle 3 --state champion --json");
        Called back = call("model rollback shuttle");
        Called third = call("model rollback shuttle --to 2 --json");
        Called retired = call("model retire shuttle 3 --json");
        Called named = call("model retire shuttle 1 --json");
        Called history = call("model history shuttle");
        Called json = call("model history shuttle --json");
        Called waited = call("model wait shuttle 3 --state retired --json");

        // Then
        assertThat(back.exit()).as(back.out()).isZero();
        assertThat(back.out())
                .contains(
                        "now: champion 3; after this rollback: champion 2, and version 3 as canary for 12.5 %",
                        "version 3 will be the challenger again", "--to 2");
        assertThat(third.err()).contains("after 2 rollbacks: champion 2");
        assertThat(third.json().get("champion").asInt()).isEqualTo(2);
        assertThat(retired.exit()).as(retired.out()).isZero();
        assertThat(named.error().get("code").asText()).isEqualTo("STILL_NAMED");
        assertThat(history.out())
                .contains("rolled back by revision", "champion 2 again", "champion 2, version 3 as canary for 12.5 %");
        assertThat(json.json().get("steps")).hasSize(8);
        assertThat(waited.exit()).isZero();
    }

    @Test
    @Order(9)
    void shouldSwitchLearningOnAndOff() {
        // When
        Called on = call("model learn shuttle --on --canary 10 --min-readings 5000 --max-accuracy-loss 0.01");
        Called again =
                call("model learn shuttle --on --canary 10% --min-readings 5000 --max-accuracy-loss 0.01 --json");
        Called status = await(
                () -> call("model learn shuttle --status"),
                called -> called.out().contains("is on"));
        Called json = call("model learn shuttle --status --json");
        Called models = call("model status --json");
        Called off = call("model learn shuttle --off");
        Called misused = call("model learn shuttle --off --canary 10");

        // Then
        assertThat(on.exit()).as(on.err()).isZero();
        assertThat(on.out()).contains("learning of shuttle is on, versions as canary for 10 %", "learn.enabled: false");
        assertThat(again.json().get("outcome").asText()).isEqualTo("UNCHANGED");
        assertThat(status.out())
                .contains("after 5,000 labelled readings, accuracy at most 1.00 % lower than the champion's");
        assertThat(json.json().get("sharePercent").asDouble()).isEqualTo(10);
        assertThat(models.json().get("models"))
                .anySatisfy(
                        model -> assertThat(model.get("learning").asBoolean()).isTrue());
        assertThat(off.out()).contains("learning of shuttle is off");
        assertThat(misused.exit()).isEqualTo(2);
        assertThat(misused.err()).contains("can only be set with --on");
    }

    @Test
    @Order(10)
    void shouldNameWhatItWaitsForWhenTimeIsUp() {
        // When
        Called waited = call("model wait shuttle 1 --state champion --timeout 5s --json");
        Called never = call("model wait shuttle 99 --timeout 1ms --json");

        // Then
        assertThat(waited.exit()).isEqualTo(1);
        assertThat(waited.error().get("code").asText()).isEqualTo("TIMEOUT");
        assertThat(waited.error().get("message").asText()).contains("not champion after 5 s, but superseded");
        assertThat(never.error().get("code").asText()).isEqualTo("TIMEOUT");
    }

    @Test
    @Order(11)
    void shouldSayThatTheRegistryWantsAPassword() throws IOException {
        // Given
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        registry.start();

        // When
        Called refused;
        Called away;
        try {
            String url = "http://127.0.0.1:" + registry.getAddress().getPort() + "/apis/registry/v3";
            refused = call("model retire shuttle 1 --set registry.url=" + url);
        } finally {
            registry.stop(0);
        }
        away = call("model retire shuttle 1 --set registry.url=http://127.0.0.1:"
                + registry.getAddress().getPort() + "/apis/registry/v3");

        // Then
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err().lines())
                .singleElement()
                .asString()
                .contains("HTTP 401", "registry.client.apicurio.registry.auth.username");
        assertThat(away.exit()).isEqualTo(1);
        assertThat(away.err().lines())
                .singleElement()
                .asString()
                .contains(
                        "no schema registry answers at http://127.0.0.1:"
                                + registry.getAddress().getPort(),
                        "registry.url");
    }

    @Test
    @Order(12)
    void shouldSayWhichSideSpeaksTls() throws Exception {
        // Given
        String status = "model status --set kafka.security.protocol=";

        try (TlsKafka secured = new TlsKafka(folder)) {
            String there = " --set bootstrap.servers=" + secured.bootstrapServers();
            String trust = secured.trust().entrySet().stream()
                    .map(entry -> " --set kafka." + entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining());

            // When
            Called withoutTls = call(status + "PLAINTEXT" + there);
            Called loggingInWithoutTls = call(status + "SASL_PLAINTEXT" + there);
            Called untrusting = call(status + "SSL" + there);
            Called trusting = call("model status" + trust + there);
            Called withTlsOnly = call("model status" + trust);

            // Then
            assertThat(withoutTls.err().lines())
                    .singleElement()
                    .asString()
                    .isEqualTo("elmstream: the listener at "
                            + secured.bootstrapServers()
                            + " speaks TLS, but kafka.security.protocol is PLAINTEXT. Set it to SSL, or to SASL_SSL"
                            + " where users log in, or let bootstrap.servers name another listener");
            assertThat(loggingInWithoutTls.err().lines())
                    .singleElement()
                    .asString()
                    .contains("speaks TLS", "is SASL_PLAINTEXT");
            assertThat(untrusting.err().lines())
                    .singleElement()
                    .asString()
                    .contains("is not trusted", "kafka.ssl.truststore.location");
            assertThat(trusting.err().lines()).singleElement().asString().contains("has no topics");
            assertThat(withTlsOnly.err().lines())
                    .singleElement()
                    .asString()
                    .isEqualTo("elmstream: the listener at "
                            + kafka.bootstrapServers()
                            + " speaks no TLS, but kafka.security.protocol is SSL. Set it to PLAINTEXT, or to"
                            + " SASL_PLAINTEXT where users log in, or let bootstrap.servers name another listener");
        }
    }

    @Test
    @Order(13)
    void shouldFeedTheTimesAndSensorsOfSeveralFiles() throws IOException {
        // Given: a row a minute, on two days
        List<Path> days = List.of(day("day1.csv", 1), day("day2.csv", 2));

        // When
        Called feed = call("feed --data " + days.get(0) + " --data " + days.get(1)
                + " --label state --time at:dd.MM.yyyy_HH:mm --sensor unit --speed 600000x --json");

        // Then
        assertThat(feed.exit()).as(feed.err()).isZero();
        assertThat(feed.json().get("sent").asLong()).isEqualTo(6);
        assertThat(feed.json().get("scored").asLong()).isEqualTo(6);
    }

    @Test
    @Order(14)
    void shouldExplainAReadingAsTheApplicationJudgedIt() throws IOException {
        // Given
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                model: shuttle
                version: 1
                rules:
                  - name: flow
                    when: label == 'Rad.Flow' && sensor1 > -100
                    label: Flow
                  - name: any
                    when: confidence > 0
                    alert: {text: any reading, severity: info}
                  - name: unsure
                    when: margin < 0.5
                    abstain: true
                probes:
                  - {confidence: 0, margin: 1, label: High, expect: {fired: []}}
                """);
        Called published = call("model publish " + rules + " --activate --json");
        assertThat(published.exit()).as(published.out()).isZero();
        assertThat(call("model wait shuttle.rules 1 --state champion --timeout 60s --json")
                        .exit())
                .isZero();
        String feed = "feed --data " + turned() + " --label state --rows 1..20 --rate max --json";
        Prediction judged = Waiting.await()
                .until(
                        () -> {
                            call(feed);
                            return judgedByTwoRules();
                        },
                        Optional::isPresent)
                .orElseThrow();
        String position = judged.getSourceTopic() + "-" + judged.getSourcePartition() + "@" + judged.getSourceOffset();

        // When
        Called explained = call("model explain --reading " + position + " --json");
        Called text = call("model explain --reading " + position);
        Called beyond = call("model explain --reading " + judged.getSourceTopic() + "-0@999999 --json");
        Called index = call("model explain --reading " + position + "#7 --json");
        Called other = call("model explain --reading " + application.topics().models() + "-0@0 --json");
        Called alerts = call("watch alerts --from-beginning --limit 1");
        Called history = call("model history shuttle.rules");

        // Then
        JsonNode json = explained.json();
        assertThat(explained.exit()).as(explained.out()).isZero();
        assertThat(json.get("reading").asText()).isEqualTo(position);
        assertThat(json.get("sensor").asText()).isEqualTo(judged.getSensorId());
        assertThat(json.get("version").asInt()).isEqualTo(judged.getVersion());
        assertThat(json.get("ruleSet").asInt()).isEqualTo(1);
        assertThat(json.get("label").asText()).isEqualTo(judged.getLabel());
        assertThat(json.get("abstained").asBoolean()).isEqualTo(judged.getAbstained());
        assertThat(json.get("classes"))
                .extracting(each -> (float) each.get("probability").asDouble())
                .containsExactlyElementsOf(judged.getProbabilities());
        List<String> fired = new ArrayList<>();
        json.get("rules").forEach(each -> {
            if (each.get("fired").asBoolean()) {
                fired.add(each.get("name").asText());
            }
        });
        assertThat(judged.getRules()).containsExactlyElementsOf(fired);
        assertThat(text.out()).contains("reading    " + position, "rules      shuttle.rules version 1");
        assertThat(beyond.exit()).isEqualTo(1);
        assertThat(beyond.error().get("code").asText()).isEqualTo("NO_READING");
        assertThat(index.error().get("message").asText()).contains("no reading with this index; it has 1");
        assertThat(other.error().get("message").asText()).contains("is no input");
        assertThat(alerts.out()).contains("RAISED", "info  any: any reading");
        assertThat(history.out()).contains("champion 1").doesNotContain("champion 0");
        assertThat(call("model rollback shuttle.rules").out())
                .contains("after this rollback: no rule set", "shuttle.rules has no rule set again");
        assertThat(call("model rollback shuttle.rules --json")
                        .error()
                        .get("code")
                        .asText())
                .isEqualTo("NOTHING_TO_ROLL_BACK");
        assertThat(call("model history shuttle.rules").out()).contains("no rule set");
    }

    @Test
    @Order(15)
    void shouldExamineTheInstallation() throws IOException {
        // Given
        String sensor = call("watch predictions --from-beginning --limit 1 --json")
                .json()
                .get("sensorId")
                .asText();
        Path log = Files.writeString(folder.resolve("elmstream.log"), "first\nlogin with tiger-77\nlast\n");
        Path zip = folder.resolve("support.zip");

        // When
        Called doctor = call("doctor --json --set models.default=shuttle");
        Called ill = call("doctor --set models.default=shuttle --set topics.alerts=nowhere");
        Called lag = call("lag --watch --every 1ms --limit 2 --json");
        Called behind = call("lag --set application.id=never-run");
        Called topics = call("topics check --json");
        Called missing = call("topics check --set topics.alerts=nowhere");
        Called alerts = call("alerts list --model shuttle --json");
        Called shown = call("sensors show " + sensor + " --json --set rules.enabled=true");
        Called bundle = call("support bundle --json --lines 2 --log " + log + " --out " + zip
                + " --set kafka.ssl.key.password=tiger-77 --set http.port=1");

        // Then
        assertThat(doctor.exit()).as(doctor.out()).isZero();
        assertThat(doctor.json().get("findings"))
                .extracting(finding -> finding.get("area").asText())
                .contains("cluster", "clock", "topics", "replicas", "rights", "registry", "machine", "models", "lag");
        assertThat(doctor.out()).contains(" the cluster's").doesNotContain("not compared");
        assertThat(ill.exit()).isEqualTo(1);
        assertThat(ill.out()).contains("fault    topics", "elmstream topics create --config FILE", " 1 fault\n");
        assertThat(lag.records()).hasSize(2).allSatisfy(measured -> {
            JsonNode inference = measured.get("groups").get(0);
            assertThat(inference.get("members").asInt()).isPositive();
            assertThat(inference.get("partitions")).hasSize(2);
        });
        assertThat(behind.out()).contains("none", "no instance runs").doesNotContain("unknown");
        assertThat(topics.exit()).as(topics.out()).isZero();
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.out()).contains("problem: The topic nowhere");
        assertThat(alerts.json().get("total").asInt()).isPositive();
        assertThat(alerts.json().get("alerts").get(0).get("rule").asText()).isEqualTo("any");
        assertThat(shown.json().get("predictions").asLong()).isPositive();
        assertThat(shown.json().get("last").get("model").asText()).isNotEmpty();
        assertThat(bundle.json().get("missing"))
                .extracting(JsonNode::asText)
                .containsExactly("health.json", "metrics.txt");
        Map<String, String> content = unzipped(zip);
        assertThat(content.get("log.txt")).isEqualTo("login with ******\nlast\n");
        assertThat(content.get("doctor.json")).startsWith("{\"findings\":");
        assertThat(content.get("lag.json")).startsWith("{\"at\":").contains("\"application\":\"governor\"");
        assertThat(content.get("models.json")).contains("shuttle");
        assertThat(content.get("configuration.yaml")).contains("kafka.ssl.key.password: \"******\"");
        assertThat(content.values()).noneMatch(text -> text.contains("tiger-77"));
    }

    @Test
    @Order(16)
    void shouldClearAnAlert() {
        // Given
        String commands = " --set rules.enabled=true --set alerts.clear.enabled=true";
        String sensor = call("alerts list --model shuttle --json")
                .json()
                .get("alerts")
                .get(0)
                .get("sensor")
                .asText();

        // When
        Called disabled = call("alerts clear " + sensor + " --json");
        Called quiet = call("alerts clear nobody --wait 1s" + commands);
        Called cleared =
                call("alerts clear nobody " + sensor + " --by mia --reason tested --wait 60s --json" + commands);
        Called left = call("alerts list --json --sensor " + sensor);
        Called again = call("alerts clear " + sensor + commands);
        Called lag = call("lag --json" + commands);

        // Then
        assertThat(disabled.error().get("code").asText()).isEqualTo("NOT_ENABLED");
        assertThat(quiet.exit()).isZero();
        assertThat(quiet.out()).isEqualTo("no alert to clear: nobody\n");
        assertThat(cleared.exit()).as(cleared.out()).isZero();
        assertThat(cleared.json().get("withoutAlert"))
                .extracting(JsonNode::asText)
                .containsExactly("nobody");
        assertThat(cleared.json().get("alerts")).hasSize(1);
        assertThat(cleared.json().get("cleared").asInt()).isEqualTo(1);
        assertThat(left.json().get("alerts"))
                .extracting(alert -> alert.get("sensor").asText())
                .doesNotContain(sensor);
        assertThat(again.out()).isEqualTo("no alert to clear: " + sensor + "\n");
        assertThat(lag.json().get("groups").get(0).get("partitions"))
                .extracting(partition -> partition.get("topic").asText())
                .contains(application.topics().alertControl());
    }

    private static Map<String, String> unzipped(Path file) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                content.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
            }
        }
        return content;
    }

    private Optional<Prediction> judgedByTwoRules() {
        RecordReader<Prediction> reader = RecordReader.ofPredictions();
        for (var record :
                new RawTopic(kafka.bootstrapServers(), application.topics().predictions()).records()) {
            try {
                Prediction prediction = reader.read(record.value());
                if (prediction.getRuleSet() == 1 && prediction.getRules().size() >= 2) {
                    return Optional.of(prediction);
                }
            } catch (UnreadableRecordException e) {
                throw new AssertionError(e);
            }
        }
        return Optional.empty();
    }

    private Path day(String name, int day) throws IOException {
        List<String> rows = Files.readAllLines(turned());
        List<String> lines = new ArrayList<>(List.of("at;unit;" + rows.get(0).replace(',', ';')));
        for (int i = 1; i <= 3; i++) {
            lines.add("0" + day + ".11.2026_00:0" + i + ";boiler-" + i + ";"
                    + rows.get(i).replace(',', ';').replace('.', ','));
        }
        return Files.write(folder.resolve(name), lines);
    }

    private static Called await(Supplier<Called> call, Predicate<Called> condition) {
        return Waiting.await().until(call::get, condition);
    }

    private static JsonNode version(Called status, int index) {
        return status.json().get("models").get(0).get("versions").get(index);
    }

    /** The first 200 rows of the sample, with its features from right to left. */
    private Path turned() throws IOException {
        Table shuttle = Sample.SHUTTLE.table();
        List<String> features = new ArrayList<>(shuttle.columnsWithout("state"));
        Collections.reverse(features);
        List<String> lines = new ArrayList<>(List.of("state," + String.join(",", features)));
        shuttle.rows(features, Optional.of("state"), RowRange.parse("1..200")).forEach(row -> {
            StringBuilder line = new StringBuilder(row.label("state"));
            for (float feature : row.features()) {
                line.append(',').append(feature);
            }
            return lines.add(line.toString());
        });
        return Files.write(folder.resolve("turned.csv"), lines);
    }

    private Path trained(String model, int version) {
        Path file = folder.resolve(model + "-" + version + ".elm");
        Called train = Called.with(
                "train",
                "--data",
                SHUTTLE,
                "--label",
                "state",
                "--rows",
                "1..2000",
                "--model",
                model,
                "--version",
                Integer.toString(version),
                "--seed",
                Integer.toString(version),
                "--hidden",
                "20",
                "--activation",
                "sigmoid",
                "--out",
                file.toString());
        assertThat(train.exit()).as(train.err()).isZero();
        return file;
    }

    /** Calls a command with the configuration of the running instance. */
    private Called call(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        application.flags(Map.of()).forEach((key, value) -> {
            if (!line.contains("--set " + key + "=")) {
                words.addAll(List.of("--set", key + "=" + value));
            }
        });
        return Called.with(words.toArray(String[]::new));
    }
}
