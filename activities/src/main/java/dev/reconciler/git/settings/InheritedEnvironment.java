package dev.reconciler.git.settings;

import dev.reconciler.thread.StartedPrograms;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The environment that this process hands on to the programs that it starts: git, hooks and the like.
 *
 * <p>A service that was started from a hook of git, or from a shell that works on another repository, has variables that
 * name that repository. Git would follow them: a push that was handed {@code GIT_OBJECT_DIRECTORY} would store objects
 * where nobody finds them. Here the configured path alone decides.
 *
 * <p>Nor are variables handed on that hold secrets of the configuration: a filter or a hook that prints its environment
 * would print them, and they are for this program.
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

    /** For the whole process: which variables are read is known once the configuration is. */
    private static final Set<String> WITHHELD = ConcurrentHashMap.newKeySet();

    private InheritedEnvironment() {}

    /** Hands these variables on to no program that is started from now on. */
    public static void withhold(Collection<String> variables) {
        WITHHELD.addAll(variables);
    }

    /** A program to start, in the environment that it is to have. */
    public static ProcessBuilder newChild(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        prepareChild(builder.environment());
        return builder;
    }

    /** Takes out secrets and what names another repository, and gives the person's locale back. */
    static void prepareChild(Map<String, String> environment) {
        OF_ANOTHER_REPOSITORY.forEach(environment::remove);
        WITHHELD.forEach(environment::remove);
        StartedPrograms.mark(environment);
        restoreLocale(environment);
    }

    /** Gives a program that is about to be started the person's own locale. */
    public static void restoreLocale(Map<String, String> environment) {
        String locale = environment.remove(PERSONS_LOCALE);
        if (locale != null && locale.isEmpty()) {
            environment.remove(LOCALE);
        } else if (locale != null) {
            environment.put(LOCALE, locale);
        }
    }
}
