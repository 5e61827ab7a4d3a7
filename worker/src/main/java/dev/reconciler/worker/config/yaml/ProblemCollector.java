package dev.reconciler.worker.config.yaml;

import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Collects the problems of one source, so that the program reports all of them at once. */
public final class ProblemCollector {
    private final String source;
    private final List<ConfigurationProblem> found = new ArrayList<>();

    public ProblemCollector(String source) {
        this.source = source;
    }

    /**
     * Adds a problem.
     *
     * @param place empty where the problem has no place in a file
     * @param key empty where no key is concerned
     */
    public void addProblem(Optional<Mark> place, String key, String message) {
        int line = place.map(mark -> mark.getLine() + 1).orElse(0);
        int column = place.map(mark -> mark.getColumn() + 1).orElse(0);
        found.add(new ConfigurationProblem(source, line, column, key, message));
    }

    /** @throws ConfigurationException if there is a problem */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw newException();
        }
    }

    /** Makes an exception of all problems so far, in the order of the file; the caller throws it. */
    public ConfigurationException newException() {
        // The sort is stable: problems of one place keep the order in which the reader found them.
        List<ConfigurationProblem> ordered = new ArrayList<>(found);
        ordered.sort(
                Comparator.comparingInt(ConfigurationProblem::line).thenComparingInt(ConfigurationProblem::column));
        return new ConfigurationException(ordered);
    }
}
