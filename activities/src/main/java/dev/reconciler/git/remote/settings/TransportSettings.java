package dev.reconciler.git.remote.settings;

import dev.reconciler.git.repository.SyncedRepository;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.git.settings.UserFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * What git goes by when it reaches a remote: its settings, and variables of the environment.
 *
 * @param git the settings that count
 * @param environment the variables of this process
 */
public record TransportSettings(GitSettings git, Map<String, String> environment) {
    public TransportSettings {
        environment = Map.copyOf(environment);
    }

    /**
     * The settings for a clone. Those of a clone that belongs to another user do not count: that user must not decide by
     * which way and with which certificates this process reaches the remote, or which programs it runs.
     *
     * @param clone null where there is none
     */
    public static TransportSettings of(@Nullable Repository clone) throws IOException {
        return clone instanceof SyncedRepository opened && !opened.isForeign()
                ? new TransportSettings(opened.settings(), System.getenv())
                : ofThisHost();
    }

    /** The settings that no repository can change: git's protected configuration. */
    public static TransportSettings ofThisHost() throws IOException {
        return ofThisHost(System.getenv());
    }

    private static TransportSettings ofThisHost(Map<String, String> environment) throws IOException {
        return new TransportSettings(GitSettings.readProtected(environment), environment);
    }

    /** These settings without what a repository says. */
    public TransportSettings withoutRepository() throws IOException {
        return ofThisHost(environment);
    }

    /** A variable of the environment; empty where it is not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    /**
     * A path as git reads one from a setting: {@code ~/} is the user's home.
     *
     * @throws IOException if there is no such folder
     */
    public Path expandPath(String value) throws IOException {
        return new UserFolders(environment)
                .expandSetting(value)
                .orElseThrow(() -> new IOException("git's settings name '" + value + "', which is no path here"));
    }
}
