package dev.reconciler.worker.api;

/**
 * An answer of the interface.
 *
 * @param status the status of HTTP
 * @param body a value that becomes a JSON object
 */
public record ApiAnswer(int status, Object body) {}
