package io.elmstream.topology.learning;

import io.elmstream.model.ModelId;
import io.elmstream.training.Forgetting;
import io.elmstream.training.OnlineLearner;
import io.elmstream.wire.avro.LearningState;
import io.elmstream.wire.avro.ModelLearner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says how a model learns: after each solution, and when its state changes, but not for each row. */
final class StatusOfLearner {

    private static final int FORMAT = 1;

    private final ModelId id;
    private final LearningModel.Shared shared;
    private @Nullable LearningState told;
    private String toldNote = "";
    private long leftOut;

    StatusOfLearner(ModelId id, LearningModel.Shared shared) {
        this.id = id;
        this.shared = shared;
    }

    void leftOut() {
        leftOut++;
    }

    void onChange(LearningState state, Optional<LearntRows> rows, MadeVersions made, String note, long now) {
        if (state != told || !note.equals(toldNote)) {
            tell(state, rows, made, note, now);
        }
    }

    void afterSolution(LearningState state, LearntRows rows, MadeVersions made, String note, long now) {
        tell(state, Optional.of(rows), made, note, now);
    }

    private void tell(LearningState state, Optional<LearntRows> rows, MadeVersions made, String note, long now) {
        told = state;
        toldNote = note;
        Optional<OnlineLearner> learner = rows.map(LearntRows::learner);
        Optional<Course> course = rows.map(LearntRows::course);
        boolean judged = learner.filter(each -> each.recent().rows() > 0).isPresent();
        shared.output()
                .status(
                        id,
                        new ModelLearner(
                                FORMAT,
                                id.value(),
                                shared.applicationId(),
                                Instant.ofEpochMilli(now),
                                state,
                                rows.map(LearntRows::rows).orElse(0L),
                                learner.map(OnlineLearner::labels).orElse(List.of()),
                                course.map(Course::parent).orElse(null),
                                learner.flatMap(OnlineLearner::serving)
                                        .map(Forgetting::description)
                                        .orElse(null),
                                learner.filter(each -> judged)
                                        .map(each -> 1 - each.errorsOfRules())
                                        .orElse(null),
                                learner.filter(each -> judged)
                                        .flatMap(OnlineLearner::errorsOfStart)
                                        .map(errors -> 1 - errors)
                                        .orElse(null),
                                made.last().isPresent() ? made.last().getAsInt() : null,
                                course.map(Course::solvedAt)
                                        .filter(at -> at > 0)
                                        .map(Instant::ofEpochMilli)
                                        .orElse(null),
                                rows.map(LearntRows::rowsSince).orElse(0L),
                                leftOut,
                                note));
    }
}
