package io.elmstream.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A process that takes a folder, prints it, and holds it until its standard input ends. */
final class FolderHolder {

    private FolderHolder() {}

    public static void main(String[] args) throws IOException {
        try (InstanceFolder folder = InstanceFolder.take(Path.of(args[0]))) {
            System.out.println(folder.path());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Starts one and returns once it holds its folder. */
    static Running start(Path stateDirectory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FolderHolder.class.getName(),
                        stateDirectory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Running(process, Path.of(process.inputReader().readLine()));
    }

    /** A holder and what it holds. */
    record Running(Process process, Path folder) implements AutoCloseable {

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() throws InterruptedException {
            kill();
        }
    }
}
