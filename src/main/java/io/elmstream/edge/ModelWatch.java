package io.elmstream.edge;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks into a folder once a second, on a thread of its own, and exchanges the model for a newer one. */
final class ModelWatch implements Supplier<EdgeClassifier>, AutoCloseable {

    private final WatchedFolder folder;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(look -> {
        Thread thread = new Thread(look, "model-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile EdgeClassifier model;

    private ModelWatch(WatchedFolder folder, EdgeClassifier model) {
        this.folder = folder;
        this.model = model;
    }

    /** Takes the newest version that is there already, and watches from then on. */
    static ModelWatch start(WatchedFolder folder, EdgeClassifier model) {
        ModelWatch watch = new ModelWatch(folder, model);
        // a file counts when two looks have seen it alike
        watch.look();
        watch.look();
        watch.thread.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
        return watch;
    }

    /** Returns the model in use. */
    @Override
    public EdgeClassifier get() {
        return model;
    }

    private void look() {
        model = folder.look(model).orElse(model);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
