package io.elmstream.doctor;

import io.elmstream.config.Configuration;
import io.elmstream.elm.Counted;
import io.elmstream.kernel.ForwardPass;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the JVM, the memory and the disk of this machine. The JVM is that of this command. */
record MachineCheck(Configuration configuration) implements Check {

    private static final String AREA = "machine";
    private static final long MIB = 1 << 20;

    /** What an instance needs besides its models, about. */
    private static final long LEAST_HEAP = 256 * MIB;

    private static final long LITTLE_DISK = 1_024 * MIB;
    private static final long LEAST_DISK = 64 * MIB;

    /**
     * What was found.
     *
     * @param java version of the JVM
     * @param cores number of processors that it may use
     * @param heap largest heap in bytes
     * @param memory of the machine or container in bytes; 0 if unknown
     * @param folder existing folder with the state, or the nearest existing one above
     * @param writable whether this user may write to it
     * @param free free bytes there; empty if unknown
     * @param kernel the form of the forward pass and why it was chosen
     */
    record Machine(
            String java,
            int cores,
            long heap,
            long memory,
            Path folder,
            boolean writable,
            Optional<Long> free,
            String kernel) {

        boolean usesVectors() {
            return !kernel.startsWith("plain");
        }
    }

    @Override
    public String area() {
        return AREA;
    }

    @Override
    public List<Finding> findings() {
        Path folder = configuration.stateDirectory().toAbsolutePath();
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return judged(new Machine(
                Runtime.version().toString(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0,
                folder,
                Files.isWritable(folder),
                free(folder),
                ForwardPass.choice().reason()));
    }

    private static Optional<Long> free(Path folder) {
        try {
            return Optional.of(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static List<Finding> judged(Machine machine) {
        List<Finding> findings = new ArrayList<>();
        String java = "Java %s with %s".formatted(machine.java(), Counted.of(machine.cores(), "core"));
        findings.add(Finding.ok(AREA, java));
        findings.add(
                machine.usesVectors()
                        ? Finding.ok(AREA, "scores with " + machine.kernel())
                        : Finding.warning(
                                AREA,
                                "scores with " + machine.kernel(),
                                "start with the launcher, on a processor with vectors of 128 bits or more"));
        findings.add(memory(machine));
        findings.add(disk(machine));
        return findings;
    }

    private static Finding memory(Machine machine) {
        String text = "a heap of %,d MiB at most".formatted(machine.heap() / MIB)
                + (machine.memory() == 0 ? "" : ", of %,d MiB".formatted(machine.memory() / MIB));
        return machine.heap() < LEAST_HEAP
                ? Finding.warning(AREA, text + ", is little for an instance", "HEAP_OPTS=-Xmx1g elmstream run")
                : Finding.ok(AREA, text);
    }

    private static Finding disk(Machine machine) {
        if (!machine.writable()) {
            return Finding.fault(
                    AREA,
                    "this user cannot write to %s, where the state belongs".formatted(machine.folder()),
                    "set state.dir to a folder that it can write to");
        }
        long free = machine.free().orElse(Long.MAX_VALUE);
        String text = machine.free()
                .map(bytes -> "%,d MiB free in %s".formatted(bytes / MIB, machine.folder()))
                .orElse("the free space in %s is not known".formatted(machine.folder()));
        if (free < LEAST_DISK) {
            return Finding.fault(AREA, text, "free space, or set state.dir to another disk");
        }
        return free < LITTLE_DISK
                ? Finding.warning(AREA, text, "free space, or set state.dir to another disk")
                : Finding.ok(AREA, text);
    }
}
