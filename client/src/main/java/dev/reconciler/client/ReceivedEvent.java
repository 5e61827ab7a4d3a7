package dev.reconciler.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that happened to a repository.
 *
 * @param id by which a later stream goes on behind it
 * @param name {@code outcome}, {@code moved}, {@code conflict} or {@code unpushed}; {@code reset} where events were
 *     missed that are not kept any more, so that the application looks at its repositories anew
 * @param data an object as docs/applications.md describes it
 */
public record ReceivedEvent(String id, String name, JsonNode data) {}
