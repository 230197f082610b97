package io.elmstream.http;

import static java.util.Spliterator.ORDERED;
import static java.util.Spliterators.spliteratorUnknownSize;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.serving.FileModels;
import io.elmstream.serving.ModelIndex;
import io.elmstream.support.SmallModel;
import io.elmstream.topology.inference.TestFolders;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The requests of docs/inference.md are answered, in the form that the page shows. */
class InferencePageTest {

    private static final Pattern EXAMPLE =
            Pattern.compile("curl localhost:8090(\\S+) -d '([^']+)'\n```\n(?:[^`]*)```json\n(.*?)```", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldAnswerTheRequestsOfThePage() throws Exception {
        // Given
        List<MatchResult> examples = EXAMPLE.matcher(Files.readString(Path.of("docs/inference.md")))
                .results()
                .toList();
        assertThat(examples).hasSize(2);
        ModelIndex models = FileModels.index(
                Map.of(new VersionKey(new ModelId(SmallModel.ID), 1), SmallModel.artefact(1)),
                TestFolders.fresh(),
                Runnable::run,
                System::currentTimeMillis);
        try (InferenceServer server = HttpCaller.start(HttpCaller.SETTINGS, models)) {
            for (MatchResult example : examples) {
                // When
                HttpResponse<byte[]> answer = new HttpCaller(server.port()).post(example.group(1), example.group(2));

                // Then
                assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
                assertThat(names(HttpCaller.json(answer))).isEqualTo(names(JSON.readTree(example.group(3))));
            }
        }
    }

    /** The names of all fields, outermost first, in their order. */
    private static List<String> names(JsonNode node) {
        return Stream.concat(
                        StreamSupport.stream(spliteratorUnknownSize(node.fieldNames(), ORDERED), false),
                        StreamSupport.stream(node.spliterator(), false).flatMap(child -> names(child).stream()))
                .toList();
    }
}
