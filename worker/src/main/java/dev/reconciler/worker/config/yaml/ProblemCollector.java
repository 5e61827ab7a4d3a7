package dev.reconciler.worker.config.yaml;

import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Collects what is wrong with one source, so that all of it is reported at once. */
public final class ProblemCollector {
    private final String source;
    private final List<ConfigurationProblem> found = new ArrayList<>();

    public ProblemCollector(String source) {
        this.source = source;
    }

    public void addProblem(Optional<Mark> place, String key, String message) {
        int line = place.map(mark -> mark.getLine() + 1).orElse(0);
        int column = place.map(mark -> mark.getColumn() + 1).orElse(0);
        found.add(new ConfigurationProblem(source, line, column, key, message));
    }

    /** @throws ConfigurationException if anything was found */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw newException();
        }
    }

    public ConfigurationException newException() {
        List<ConfigurationProblem> ordered = new ArrayList<>(found);
        ordered.sort(
                Comparator.comparingInt(ConfigurationProblem::line).thenComparingInt(ConfigurationProblem::column));
        return new ConfigurationException(ordered);
    }
}
