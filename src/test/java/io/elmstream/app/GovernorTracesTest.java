package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.app.GovernorTraces.Next;
import io.elmstream.topology.Names;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GovernorTracesTest {

    @ParameterizedTest
    @CsvSource({
        "a first start,                      false, false, false, false, false, GOVERN",
        "a later start,                      true,  true,  true,  true,  true,  GOVERN",
        "a position long forgotten,          true,  false, false, false, true,  GOVERN_FROM_NOW",
        "a position that an older id has,    true,  false, true,  true,  true,  GOVERN_FROM_NOW",
        "a changelog that was deleted,       false, true,  false, false, true,  GOVERN",
        "an older id,                        false, false, true,  true,  true,  MOVE",
        "an older id without changelog,      false, false, false, true,  true,  MOVE",
        "an older id whose position is gone, false, false, true,  false, true,  MOVE",
        "the models of somebody else,        false, false, false, false, true,  ONLY_SCORE"
    })
    void shouldTellWhoGoverns(
            String what,
            boolean changelog,
            boolean position,
            boolean olderChangelog,
            boolean olderPosition,
            boolean models,
            Next next) {
        // When, then
        assertThat(new GovernorTraces(changelog, position, olderChangelog, olderPosition, models).next())
                .as(what)
                .isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "elmstream, false",
        "governors, false",
        "governor-x, false",
        "my-governor, false",
        "governor, true",
        "governor-of, true",
        "governor-of-elmstream, true",
        "learner, true",
        "learners, false",
        "learner-of-elmstream, true"
    })
    void shouldKnowWhichApplicationsResetWouldTakeAGovernorsTopics(String id, boolean is) {
        // When, then
        assertThat(Names.isReserved(id)).isEqualTo(is);
    }

    @Test
    void shouldKeepTheGovernorsTopicsFromTheResetOfItsApplication() {
        // When
        String changelog = Names.changelogOf(Names.governorOf("elmstream"), Names.GOVERNED_STORE);

        // Then: as kafka-streams-application-reset takes topics for internal ones of an application
        assertThat(changelog)
                .isEqualTo("governor-of-elmstream-governed-changelog")
                .doesNotStartWith("elmstream-");
    }
}
