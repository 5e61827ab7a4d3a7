package dev.reconciler.git.settings;

import java.util.List;
import java.util.Map;

/**
 * The environment that this process hands on to the programs that it starts: git, hooks and the like.
 *
 * <p>A service that was started from a hook of git, or from a shell that works on another repository, has variables that
 * name that repository. Git would follow them: a push that was handed {@code GIT_OBJECT_DIRECTORY} would store objects
 * where nobody finds them. Here the configured path alone decides.
 */
public final class InheritedEnvironment {
    /** Holds what {@code LC_ALL} was before the program started itself anew with another one; empty: it was not set. */
    public static final String PERSONS_LOCALE = "RECONCILER_LC_ALL";

    private static final String LOCALE = "LC_ALL";

    // Those of git rev-parse --local-env-vars, without GIT_CONFIG_*, which are settings and name no repository.
    private static final List<String> OF_ANOTHER_REPOSITORY = List.of(
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_COMMON_DIR",
            "GIT_DIR",
            "GIT_GRAFT_FILE",
            "GIT_IMPLICIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_INTERNAL_SUPER_PREFIX",
            "GIT_NAMESPACE",
            "GIT_NO_REPLACE_OBJECTS",
            "GIT_OBJECT_DIRECTORY",
            "GIT_PREFIX",
            "GIT_QUARANTINE_PATH",
            "GIT_REFERENCE_BACKEND",
            "GIT_REPLACE_REF_BASE",
            "GIT_SHALLOW_FILE",
            "GIT_WORK_TREE");

    private InheritedEnvironment() {}

    /** A program to start, in the environment that it is to have. */
    public static ProcessBuilder newChild(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        prepareChild(builder.environment());
        return builder;
    }

    /** Takes out what names another repository, and gives the person's locale back. */
    static void prepareChild(Map<String, String> environment) {
        OF_ANOTHER_REPOSITORY.forEach(environment::remove);
        String locale = environment.remove(PERSONS_LOCALE);
        if (locale != null && locale.isEmpty()) {
            environment.remove(LOCALE);
        } else if (locale != null) {
            environment.put(LOCALE, locale);
        }
    }
}
