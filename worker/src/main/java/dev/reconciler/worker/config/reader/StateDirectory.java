package dev.reconciler.worker.config.reader;

import java.nio.file.Path;
import java.util.Map;

/** Where a host's worker keeps what it remembers, where the configuration does not say. */
final class StateDirectory {
    private StateDirectory() {}

    /**
     * A directory of that host below the user's directory for such files, {@code $XDG_STATE_HOME} or {@code
     * ~/.local/state}; below the one for temporary files where the user has no home.
     */
    static Path ofHost(String host, Map<String, String> environment) {
        return ofUser(environment).resolve("reconciler").resolve(host);
    }

    private static Path ofUser(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
        // The specification of these directories has a relative one ignored.
        if (xdg.startsWith("/")) {
            return Path.of(xdg);
        }
        String home = environment.getOrDefault("HOME", "");
        return home.startsWith("/")
                ? Path.of(home, ".local", "state")
                : Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    }
}
