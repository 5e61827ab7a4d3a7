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

    /** @param problems at least one, in the order of the file */
    public ConfigurationException(List<ConfigurationProblem> problems) {
        super(problems.stream().map(ConfigurationProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order of the file. */
    public List<ConfigurationProblem> problems() {
        return problems;
    }
}
