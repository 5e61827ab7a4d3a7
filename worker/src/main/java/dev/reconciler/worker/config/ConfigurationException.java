package dev.reconciler.worker.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration can't be used. Its message has a line for each problem, free of secrets. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<ConfigurationProblem> problems;

    /** @param problems at least one, in the order of the file */
    public ConfigurationException(List<ConfigurationProblem> problems) {
        super(problems.stream().map(ConfigurationProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, in the order of the file. */
    public List<ConfigurationProblem> problems() {
        return problems;
    }
}
