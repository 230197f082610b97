package io.elmstream.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.config.Configuration.HttpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstancePagesTest {

    @ParameterizedTest
    @CsvSource({
        "::1, http://[::1]:1/health",
        "[::1], http://[::1]:1/health",
        "::, http://[::1]:1/health",
        "0.0.0.0, http://127.0.0.1:1/health",
        "no host, http://no host:1/health"
    })
    void shouldSayThatNobodyAnswersWhateverTheHost(String host, String url) throws InterruptedException {
        // When
        Collected page = new InstancePages(new HttpAddress(host, 1)).read("/health");

        // Then
        assertThat(page.failed()).isTrue();
        assertThat(page.text()).startsWith("no instance answers at " + url + ": ");
    }
}
