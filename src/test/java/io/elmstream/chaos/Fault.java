package io.elmstream.chaos;

import io.elmstream.support.JavaProcess;
import io.elmstream.support.Progress;
import io.elmstream.support.SmallDisk;
import java.time.Duration;
import java.util.List;

/** One way to break a scene. When {@link #strike} returns, what was broken has been started again. */
enum Fault {
    WORKER_KILLED("a worker killed with kill -9") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            restart(scene.workers().get(scene.anyWorker()));
        }
    },
    WORKERS_KILLED("all workers killed at once") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            for (JavaProcess worker : scene.workers()) {
                worker.kill();
            }
            scene.workers().forEach(JavaProcess::start);
        }
    },
    STATE_REMOVED("a worker killed, its state folder emptied") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            int worker = scene.anyWorker();
            scene.workers().get(worker).kill();
            scene.removeState(worker);
            scene.workers().get(worker).start();
        }
    },
    WORKER_STOPPED_SHORTLY("a worker stopped, shorter than its session") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            pause(List.of(scene.workers().get(scene.anyWorker())), pace.shortStop());
        }
    },
    WORKER_STOPPED("a worker stopped, longer than session and transaction") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            pause(List.of(scene.workers().get(scene.anyWorker())), pace.longStop());
        }
    },
    WORKERS_ROLLED("workers restarted in turn") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            for (JavaProcess worker : scene.workers()) {
                worker.terminate();
                worker.start();
            }
        }
    },
    BROKER_KILLED("a broker killed with kill -9") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            restart(scene.anyBroker());
        }
    },
    CONTROLLER_KILLED("the active controller killed") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            restart(scene.controller());
        }
    },
    COORDINATOR_KILLED("the group's coordinator killed") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            restart(scene.coordinator());
        }
    },
    BROKER_STOPPED_SHORTLY("a broker stopped shortly") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            pause(List.of(scene.anyBroker()), pace.shortStop());
        }
    },
    CONTROLLER_STOPPED("the active controller stopped") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            pause(List.of(scene.controller()), pace.longStop());
        }
    },
    COORDINATOR_STOPPED("the group's coordinator stopped") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            pause(List.of(scene.coordinator()), pace.longStop());
        }
    },
    BROKERS_STOPPED("all brokers stopped") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            pause(scene.brokers(), pace.longStop());
        }
    },
    BROKERS_ROLLED("brokers restarted in turn") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            for (JavaProcess broker : scene.brokers()) {
                broker.terminate();
                broker.start();
                Progress.await("the brokers are whole", scene::brokersAreWhole);
            }
        }
    },
    REGISTRY_AWAY("the registry away, a worker started meanwhile") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            scene.registry().stop();
            try {
                restart(scene.workers().get(scene.anyWorker()));
                Thread.sleep(pace.shortStop().toMillis());
            } finally {
                scene.registry().startAgain();
            }
        }
    },
    DISK_FULL("a worker's disk full") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            SmallDisk disk = scene.disk().orElseThrow();
            disk.fill();
            try {
                Thread.sleep(pace.longStop().toMillis());
            } finally {
                disk.free();
            }
        }
    },
    PARTITIONS_GROWN("two more partitions of the readings topic") {
        @Override
        void strike(Scene scene, Pace pace) throws Exception {
            scene.growReadings(2);
        }
    };

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** What it does, in words. */
    String words() {
        return words;
    }

    /** Whether it can be done here: a disk that can be filled needs the right to mount one. */
    boolean isPossible(Scene scene) {
        return this != DISK_FULL || scene.disk().isPresent();
    }

    /** Breaks something, and starts it again. */
    abstract void strike(Scene scene, Pace pace) throws Exception;

    private static void restart(JavaProcess process) throws InterruptedException {
        process.kill();
        process.start();
    }

    private static void pause(List<JavaProcess> processes, Duration time) throws InterruptedException {
        for (JavaProcess each : processes) {
            each.pause();
        }
        try {
            Thread.sleep(time.toMillis());
        } finally {
            for (JavaProcess each : processes) {
                each.resume();
            }
        }
    }
}
