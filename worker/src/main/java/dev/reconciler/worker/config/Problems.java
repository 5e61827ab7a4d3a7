package dev.reconciler.worker.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Collects what is wrong with one source, so that all of it is reported at once. */
final class Problems {
    private final String source;
    private final List<Problem> found = new ArrayList<>();

    Problems(String source) {
        this.source = source;
    }

    void add(Optional<Mark> place, String key, String message) {
        int line = place.map(mark -> mark.getLine() + 1).orElse(0);
        int column = place.map(mark -> mark.getColumn() + 1).orElse(0);
        found.add(new Problem(source, line, column, key, message));
    }

    /** @throws ConfigurationException if anything was found */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw exception();
        }
    }

    ConfigurationException exception() {
        List<Problem> ordered = new ArrayList<>(found);
        ordered.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        return new ConfigurationException(ordered);
    }
}
