package dev.reconciler.worker.config;

/**
 * Something in the configuration that a person has to change.
 *
 * @param source the file, or {@code command line}
 * @param line counted from 1; 0 where the problem has no place in a file
 * @param column counted from 1; 0 where the problem has no place in a file
 * @param key such as {@code repositories[0].branch}; empty where no key is concerned
 * @param message the value that was found and the value that was expected, free of secrets
 */
public record ConfigurationProblem(String source, int line, int column, String key, String message) {

    /** {@code file:line:column: key: message}. */
    @Override
    public String toString() {
        String place = line == 0 ? source : source + ":" + line + ":" + column;
        return key.isEmpty() ? place + ": " + message : place + ": " + key + ": " + message;
    }
}
