package io.elmstream.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.http.Answer;
import io.elmstream.http.WebRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessTest {

    private static final List<String> STRANGERS =
            List.of("evil.example", "127.0.0.1.evil.example", "localhost:80@evil", "");

    @Test
    void shouldAnswerOnlyByTheNamesOfThisMachineWithoutAToken() {
        // Given
        Access access = new Access(Optional.empty(), true);

        // When, then
        for (String host : STRANGERS) {
            assertThat(access.refuseHost(request("Host", host)).map(Answer::status))
                    .as(host)
                    .contains(403);
        }
        for (String host : List.of("localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080")) {
            assertThat(access.refuseHost(request("Host", host))).as(host).isEmpty();
        }
    }

    @Test
    void shouldAnswerByAnyNameWithATokenWhichAStrangersPageDoesNotHave() {
        // Given
        Access access = new Access(Optional.of("secret"), true);

        // When, then
        for (String host : STRANGERS) {
            assertThat(access.refuseHost(request("Host", host))).as(host).isEmpty();
            assertThat(access.refuseToken(request("Host", host)).map(Answer::status))
                    .as(host)
                    .contains(401);
        }
    }

    @Test
    void shouldAcceptActionsFromThePageOfAProxyThatPassesOnTheHost() {
        // When
        Optional<Answer> passed =
                Access.refuseOrigin(request("Host", "plant.example", "Origin", "https://plant.example"));
        Optional<Answer> changed =
                Access.refuseOrigin(request("Host", "127.0.0.1:8080", "Origin", "https://plant.example"));
        Optional<Answer> foreign = Access.refuseOrigin(
                request("Host", "plant.example", "Origin", "https://evil.example", "X-Forwarded-Host", "evil.example"));

        // Then
        assertThat(passed).isEmpty();
        assertThat(changed)
                .hasValueSatisfying(answer -> assertThat(new String(answer.body(), UTF_8))
                        .contains("the header Origin is https://plant.example, and Host is 127.0.0.1:8080"));
        assertThat(foreign.map(Answer::status)).contains(403);
    }

    private static WebRequest request(String... headers) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return new WebRequest(
                "POST", "/page/actions", Map.of(), name -> Optional.ofNullable(all.get(name)), new byte[0]);
    }
}
