package dev.reconciler.worker.deployment;

import java.nio.file.Path;

/** Where the files are that the program is deployed with. */
final class Deployment {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Deployment() {}

    static Path file(String path) {
        return ROOT.resolve(path).normalize();
    }
}
