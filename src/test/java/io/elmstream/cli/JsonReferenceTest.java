package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.app.HealthReport;
import io.elmstream.bench.BatchingBench;
import io.elmstream.bench.CacheBench;
import io.elmstream.bench.CodecBench;
import io.elmstream.bench.CountingBench;
import io.elmstream.bench.DriftBench;
import io.elmstream.bench.EqualAccuracyBench;
import io.elmstream.bench.FormatBench;
import io.elmstream.bench.FormsBench;
import io.elmstream.bench.JobBench;
import io.elmstream.bench.KernelBench;
import io.elmstream.bench.LatencyBench;
import io.elmstream.bench.LearnBench;
import io.elmstream.bench.PageBench;
import io.elmstream.bench.PeersBench;
import io.elmstream.bench.PredictBench;
import io.elmstream.bench.RulesBench;
import io.elmstream.bench.ServeBench;
import io.elmstream.bench.SustainedBench;
import io.elmstream.bench.SwapBench;
import io.elmstream.bench.TrainBench;
import io.elmstream.cli.bench.BenchDriftCommand;
import io.elmstream.cli.cluster.DoctorCommand;
import io.elmstream.cli.cluster.LagCommand;
import io.elmstream.cli.cluster.ResetCommand;
import io.elmstream.cli.cluster.TopicsAclsCommand;
import io.elmstream.cli.cluster.TopicsCheckCommand;
import io.elmstream.cli.cluster.TopicsCreateCommand;
import io.elmstream.cli.cluster.TopicsGrowCommand;
import io.elmstream.cli.demo.DemoChanges;
import io.elmstream.cli.demo.DemoResult;
import io.elmstream.cli.demo.DemoStep;
import io.elmstream.cli.demo.DriftResult;
import io.elmstream.cli.demo.RollbackTiming;
import io.elmstream.cli.model.ChallengerResult;
import io.elmstream.cli.model.Explanation;
import io.elmstream.cli.model.GovernorAnswer;
import io.elmstream.cli.model.LearningResult;
import io.elmstream.cli.model.ModelExportCommand;
import io.elmstream.cli.model.ModelHistoryCommand;
import io.elmstream.cli.model.ModelInspectCommand;
import io.elmstream.cli.model.ModelKeysCommand;
import io.elmstream.cli.model.ModelQualityCommand;
import io.elmstream.cli.model.ModelStatusCommand;
import io.elmstream.cli.model.ModelWaitCommand;
import io.elmstream.cli.model.QualityResult;
import io.elmstream.cli.model.RulesCheckCommand;
import io.elmstream.cli.offline.DryRunCommand;
import io.elmstream.cli.offline.EvaluateCommand;
import io.elmstream.cli.offline.ModelDistillCommand;
import io.elmstream.cli.offline.ModelDraftCommand;
import io.elmstream.cli.offline.OnlineResult;
import io.elmstream.cli.offline.PredictedFile;
import io.elmstream.cli.offline.PredictedTopic;
import io.elmstream.cli.offline.Quality;
import io.elmstream.cli.offline.QuantizeCommand;
import io.elmstream.cli.offline.TrainCommand;
import io.elmstream.cli.stream.AlertsClearCommand;
import io.elmstream.cli.stream.AlertsListCommand;
import io.elmstream.cli.stream.FeedCommand;
import io.elmstream.cli.stream.MappingCheckCommand;
import io.elmstream.cli.stream.RaisedAlert;
import io.elmstream.cli.stream.ReplayCommand;
import io.elmstream.cli.stream.SensorsShowCommand;
import io.elmstream.cli.support.SupportBundleCommand;
import io.elmstream.cli.terminal.Console;
import io.elmstream.client.GroupLag;
import io.elmstream.client.ModelsTable;
import io.elmstream.doctor.Finding;
import io.elmstream.support.GoldenFile;
import io.elmstream.support.RecordJavadoc;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds docs/json.md against the records that are printed, and what their javadoc says. */
class JsonReferenceTest {

    private static final String HEAD = """
            # What `--json` prints

            This page is generated from the code.

            With `--json` a command prints one line on stdout. Later releases may add fields, but do not remove or
            change them ([VERSIONING.md](../VERSIONING.md)). A failure is `{"error":{"code","message","field"}}` with
            exit code 1, or 2 on wrong usage; if the governor rejected a command, the code is
            [its reason](operations.md#rejected-commands). `predict` ends with exit code 4, and its usual line, if some
            rows could not be scored. A JVM that is out of memory ends with 3 and prints no line. `watch` prints
            records in [their schemas](../schemas).

            """;

    private static final Map<String, List<Class<? extends Record>>> PRINTED = printed();

    private static Map<String, List<Class<? extends Record>>> printed() {
        Map<String, List<Class<? extends Record>>> printed = new LinkedHashMap<>();
        printed.put(
                "demo",
                List.of(
                        DemoResult.class,
                        DemoResult.Version.class,
                        DemoStep.class,
                        DemoChanges.RefusedModel.class,
                        RollbackTiming.Times.class,
                        DemoResult.Latency.class));
        printed.put(
                "model status",
                List.of(
                        ModelStatusCommand.Result.class,
                        ModelStatusCommand.Model.class,
                        ModelsTable.Version.class,
                        ModelStatusCommand.Instance.class));
        printed.put("model history", List.of(ModelHistoryCommand.Result.class, ModelHistoryCommand.Entry.class));
        printed.put(
                "model quality",
                List.of(
                        ModelQualityCommand.Result.class,
                        QualityResult.class,
                        QualityResult.Estimate.class,
                        QualityResult.Feature.class,
                        QualityResult.Label.class,
                        QualityResult.Drift.class));
        printed.put("demo --drift", List.of(DriftResult.class, DriftResult.FoundDrift.class, DriftResult.Served.class));
        printed.put("model compare", List.of(ChallengerResult.class, ChallengerResult.Pair.class));
        printed.put("model wait", List.of(ModelWaitCommand.Result.class));
        printed.put(
                "model publish, activate, shadow, canary, promote, rollback, retire, learn",
                List.of(GovernorAnswer.class));
        printed.put("model learn: with --status", List.of(LearningResult.class, LearningResult.Learner.class));
        printed.put(
                "model inspect",
                List.of(
                        ModelInspectCommand.Result.class,
                        ModelInspectCommand.Units.class,
                        ModelInspectCommand.Draft.class));
        printed.put(
                "model explain",
                List.of(
                        Explanation.class,
                        Explanation.Feature.class,
                        Explanation.Score.class,
                        Explanation.JudgedRule.class));
        printed.put(
                "rules check",
                List.of(RulesCheckCommand.Result.class, RulesCheckCommand.Listed.class, RulesCheckCommand.Fault.class));
        printed.put("model export", List.of(ModelExportCommand.Result.class));
        printed.put("model draft", List.of(ModelDraftCommand.Result.class, ModelDraftCommand.Line.class));
        printed.put("model distill", List.of(ModelDistillCommand.Result.class, ModelDistillCommand.Line.class));
        printed.put("model keys", List.of(ModelKeysCommand.Result.class));
        printed.put("train", List.of(TrainCommand.Result.class, TrainCommand.Tried.class, Quality.class));
        printed.put(
                "train: with --online",
                List.of(OnlineResult.class, OnlineResult.Recent.class, OnlineResult.Served.class));
        printed.put("model quantize", List.of(QuantizeCommand.Result.class, QuantizeCommand.Measured.class));
        printed.put(
                "evaluate",
                List.of(EvaluateCommand.Result.class, EvaluateCommand.PerClass.class, EvaluateCommand.Confusion.class));
        printed.put("predict: of a file", List.of(PredictedFile.Result.class));
        printed.put("predict: of a topic", List.of(PredictedTopic.Result.class));
        printed.put("dry-run", List.of(DryRunCommand.Result.class));
        printed.put(
                "mapping check",
                List.of(
                        MappingCheckCommand.Result.class,
                        MappingCheckCommand.Reading.class,
                        MappingCheckCommand.Problem.class));
        printed.put("feed", List.of(FeedCommand.Result.class));
        printed.put("dead-letters replay", List.of(ReplayCommand.Result.class));
        printed.put("topics create", List.of(TopicsCreateCommand.Result.class));
        printed.put("topics grow", List.of(TopicsGrowCommand.Result.class, TopicsGrowCommand.Grown.class));
        printed.put("topics acls", List.of(TopicsAclsCommand.Result.class, TopicsAclsCommand.Acl.class));
        printed.put("reset", List.of(ResetCommand.Result.class, ResetCommand.Position.class));
        printed.put(
                "bench kernel: {\"kernel\": list of these, \"equalAccuracy\": list of the last}",
                List.of(
                        KernelBench.Result.class,
                        KernelBench.Nanos.class,
                        EqualAccuracyBench.Comparison.class,
                        EqualAccuracyBench.Result.class));
        printed.put(
                "bench cache: {\"cache\": list of these}", List.of(CacheBench.Result.class, CacheBench.Point.class));
        printed.put(
                "bench drift", List.of(BenchDriftCommand.Result.class, DriftBench.Found.class, DriftBench.Quiet.class));
        printed.put("bench activity: {\"activity\": list of these}", List.of(CountingBench.Result.class));
        printed.put("bench tracing: {\"off\": list of these, ...}", List.of(CountingBench.Result.class));
        printed.put("bench quality: {\"quality\": list of these}", List.of(CountingBench.Result.class));
        printed.put("bench codec: {\"codec\": this}", List.of(CodecBench.Result.class, FormsBench.Forms.class));
        printed.put("bench rules: {\"rules\": this}", List.of(RulesBench.Result.class));
        printed.put("bench train: {\"train\": this}", List.of(TrainBench.Result.class, TrainBench.Training.class));
        printed.put("bench learn: {\"learn\": this}", List.of(LearnBench.Result.class));
        printed.put(
                "bench predict: {\"predict\": this}",
                List.of(PredictBench.Result.class, PredictBench.Form.class, PredictBench.Speed.class));
        printed.put("bench job: {\"job\": list of these}", List.of(JobBench.Result.class));
        printed.put("bench job --format: {\"formats\": list of these}", List.of(FormatBench.Result.class));
        printed.put(
                "bench latency: {\"latency\": this}",
                List.of(LatencyBench.Result.class, LatencyBench.Percentiles.class));
        printed.put("bench peers: {\"peers\": list of these}", List.of(PeersBench.Result.class));
        printed.put(
                "bench sustained: {\"sustained\": this}",
                List.of(SustainedBench.Result.class, SustainedBench.Sample.class));
        printed.put(
                "bench serve: {\"serve\": list of these}", List.of(ServeBench.Result.class, ServeBench.Times.class));
        printed.put(
                "bench batching: {\"batching\": this}",
                List.of(BatchingBench.Result.class, BatchingBench.Size.class, BatchingBench.Linger.class));
        printed.put("bench page: {\"page\": this}", List.of(PageBench.Result.class));
        printed.put("bench swap: {\"swap\": this}", List.of(SwapBench.Result.class, SwapBench.Load.class));
        printed.put(
                "/health",
                List.of(
                        HealthReport.class,
                        HealthReport.Partition.class,
                        HealthReport.Failure.class,
                        HealthReport.Model.class));
        printed.put("doctor", List.of(DoctorCommand.Result.class, Finding.class));
        printed.put("lag", List.of(LagCommand.Result.class, LagCommand.Group.class, GroupLag.Partition.class));
        printed.put("topics check", List.of(TopicsCheckCommand.Result.class));
        printed.put("alerts list", List.of(AlertsListCommand.Result.class, RaisedAlert.class));
        printed.put("alerts clear", List.of(AlertsClearCommand.Result.class));
        printed.put(
                "sensors show",
                List.of(
                        SensorsShowCommand.Result.class,
                        SensorsShowCommand.LastPrediction.class,
                        SensorsShowCommand.DeadLetter.class));
        printed.put("support bundle", List.of(SupportBundleCommand.Result.class));
        return printed;
    }

    @Test
    void shouldSayWhatEveryFieldIs() {
        // When
        StringBuilder page = new StringBuilder(HEAD);
        PRINTED.forEach((command, records) -> {
            page.append("## ").append(command).append("\n\n");
            records.forEach(type -> describe(type, type == records.get(0), page));
        });

        // Then
        new GoldenFile("docs/json.md", JsonReferenceTest.class, "").shouldBe(page.toString());
    }

    @Test
    void shouldDescribeEveryCommandThatPrintsJson() {
        // Given
        CommandLine commands = Main.commandLine(
                new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter())));

        // When
        Set<String> described =
                PRINTED.keySet().stream().flatMap(JsonReferenceTest::commandsOf).collect(Collectors.toSet());

        // Then: watch prints records, which have schemas
        assertThat(printingJson(commands))
                .contains("watch")
                .filteredOn(command -> !command.equals("watch"))
                .isSubsetOf(described);
    }

    /** The commands of a heading: {@code model publish, activate: ...} are {@code model publish, model activate}. */
    private static Stream<String> commandsOf(String heading) {
        String[] commands = heading.split(":")[0].split(", ");
        String group = commands[0].substring(0, commands[0].lastIndexOf(' ') + 1);
        return IntStream.range(0, commands.length).mapToObj(i -> i == 0 ? commands[0] : group + commands[i]);
    }

    private static Stream<String> printingJson(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName().replaceFirst("elmstream ?", "");
        return Stream.concat(
                command.getCommandSpec().findOption("--json") == null ? Stream.empty() : Stream.of(name),
                command.getSubcommands().values().stream().flatMap(JsonReferenceTest::printingJson));
    }

    private static void describe(Class<? extends Record> type, boolean outermost, StringBuilder page) {
        if (!outermost) {
            page.append('*').append(type.getSimpleName()).append("*\n\n");
        }
        Map<String, String> meanings = RecordJavadoc.of(type);
        page.append("| field | type | meaning |\n|---|---|---|\n");
        for (RecordComponent field : type.getRecordComponents()) {
            assertThat(meanings).as("javadoc of %s", type).containsKey(field.getName());
            assertThat(meanings.get(field.getName()))
                    .as("what the page says of %s in %s, without a tag that is cut off", field.getName(), type)
                    .doesNotContain("{@")
                    .doesNotEndWith("{");
            boolean nullable = field.getAnnotatedType().isAnnotationPresent(Nullable.class);
            String name = name(field.getGenericType()) + (nullable ? " or null" : "");
            String meaning = meanings.get(field.getName());
            page.append("| `")
                    .append(field.getName())
                    .append("` | ")
                    .append(name)
                    .append(" | ")
                    .append(name.endsWith("null") ? meaning.replace("empty", "null") : meaning)
                    .append(" |\n");
        }
        page.append('\n');
    }

    private static String name(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == Optional.class) {
                return name(of[0]) + " or null";
            }
            return Collection.class.isAssignableFrom(raw) ? "list of " + name(of[0]) : "object of " + name(of[1]);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isArray()) {
            return "list of " + name(plain.getComponentType());
        }
        if (plain.isRecord()) {
            return plain.getSimpleName();
        }
        return plain == boolean.class ? "true or false" : plain == String.class || plain.isEnum() ? "text" : "number";
    }
}
