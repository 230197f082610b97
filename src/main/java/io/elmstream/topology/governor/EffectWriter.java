package io.elmstream.topology.governor;

import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.Effect;
import io.elmstream.governor.PublishedVersion;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Timeline;

/**
 * Writes the effects of a command to the governor's store and to the models topic.
 *
 * @param command that was judged
 * @param now in epoch milliseconds
 * @param commit requests a commit soon
 */
record EffectWriter(
        Command command, long now, GovernedModels models, OpenUploads uploads, GovernorOutput output, Runnable commit)
        implements Effect.Visitor {

    @Override
    public void none() {}

    @Override
    public void keep(UploadPart part) {
        uploads.put(part, now);
    }

    @Override
    public void publish(PublishedVersion version) {
        models.put(command.id(), version);
        if (command instanceof Publish whole) {
            output.artefact(command.id(), version, whole.artefact(), now);
            return;
        }
        OpenUploads.Key key = OpenUploads.Key.of(command).orElseThrow();
        for (int part = 0; part < version.parts(); part++) {
            output.part(command.id(), version, part, uploads.part(key, part), now);
        }
        output.inParts(command.id(), version, now);
        uploads.forget(key);
    }

    @Override
    public void restore(PublishedVersion version, Timeline timeline, Learning learning) {
        publish(version);
        move(timeline);
        if (!learning.equals(Learning.OFF)) {
            learn(learning);
        }
    }

    @Override
    public void retire(PublishedVersion version) {
        models.put(command.id(), version);
        models.forgetQuality(new VersionKey(command.id(), version.version()));
        output.retire(command.id(), version, now);
    }

    @Override
    public void move(Timeline timeline) {
        output.timeline(timeline, now);
        // a step that waits for other commands becomes known later, but must not take effect later
        commit.run();
    }

    @Override
    public void learn(Learning learning) {
        output.learning(command.id(), learning, now);
    }
}
