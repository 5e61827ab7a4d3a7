package dev.reconciler.worker.event;

import dev.reconciler.model.RepositoryId;

/**
 * Something that happened to a repository of this host.
 *
 * @param id greater than that of every event before it
 * @param name the kind: {@code outcome}, {@code moved}, {@code conflict} or {@code unpushed}
 * @param data a JSON object on one line
 */
public record HostEvent(long id, String name, RepositoryId repository, String data) {}
