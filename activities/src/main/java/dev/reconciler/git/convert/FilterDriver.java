package dev.reconciler.git.convert;

import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * The programs that the settings have for {@code filter=<name>}.
 *
 * @param clean makes what is committed of a file; null for none
 * @param smudge makes a file of what is committed; null for none
 * @param process does both for many files, and goes before the other two; null for none
 * @param isRequired whether a content may not pass without the programs
 */
record FilterDriver(
        String name,
        @Nullable String clean,
        @Nullable String smudge,
        @Nullable String process,
        boolean isRequired) {
    private static final String SECTION = "filter";

    /** @return empty where the settings say nothing of that name: then git passes the content on as it is */
    static Optional<FilterDriver> find(Config settings, String name) {
        if (!settings.getSubsections(SECTION).contains(name)) {
            return Optional.empty();
        }
        return Optional.of(new FilterDriver(
                name,
                commandOf(settings, name, "clean"),
                commandOf(settings, name, "smudge"),
                commandOf(settings, name, "process"),
                settings.getBoolean(SECTION, name, "required", false)));
    }

    // An empty command is none, as for git.
    private static @Nullable String commandOf(Config settings, String name, String key) {
        String command = settings.getString(SECTION, name, key);
        return command == null || command.isEmpty() ? null : command;
    }

    /** Whether any program would run. */
    boolean hasProgram() {
        return clean != null || smudge != null || process != null;
    }
}
