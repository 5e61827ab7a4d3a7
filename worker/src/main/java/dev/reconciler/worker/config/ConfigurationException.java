package dev.reconciler.worker.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The program can't use the configuration. The message has a line for each {@link ConfigurationProblem}, free of
 * secrets.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<ConfigurationProblem> problems;
    private final boolean passing;

    /** @param problems at least one, in the order of the file */
    public ConfigurationException(List<ConfigurationProblem> problems) {
        this(problems, false);
    }

    private ConfigurationException(List<ConfigurationProblem> problems, boolean passing) {
        super(problems.stream().map(ConfigurationProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
        this.passing = passing;
    }

    /** A problem that may be over at the next start, such as a port that another program has for a moment. */
    public static ConfigurationException passing(ConfigurationProblem problem) {
        return new ConfigurationException(List.of(problem), true);
    }

    /** All problems, in the order of the file. */
    public List<ConfigurationProblem> problems() {
        return problems;
    }

    /** Whether it may be over though nobody changes the configuration. */
    public boolean isPassing() {
        return passing;
    }
}
