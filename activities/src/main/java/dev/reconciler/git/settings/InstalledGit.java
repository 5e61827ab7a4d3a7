package dev.reconciler.git.settings;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The git program of this host. */
public final class InstalledGit {
    private InstalledGit() {}

    /**
     * Finds the program as a shell does.
     *
     * @param environment the variables, of which {@code PATH} is searched
     * @return empty where no folder of the path has it
     */
    public static Optional<Path> find(Map<String, String> environment) {
        String path = environment.get("PATH");
        if (path == null) {
            return Optional.empty();
        }
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "git"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
