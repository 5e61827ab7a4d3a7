package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Where a host calls the application of a repository. The application may hang, and so the activities that wait for it
 * have a queue of their own.
 *
 * @param name the task queue
 * @param asksBefore whether the application is also asked before the branch moves
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ApplicationQueue(String name, boolean asksBefore) {}
