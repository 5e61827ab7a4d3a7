/**
 * Reads and writes JSON, with one configuration for the whole program.
 *
 * <p>{@link dev.reconciler.json.Json} is all of it. Not here: the JSON of Temporal's histories, which Temporal's own
 * converter reads and writes.
 */
@NullMarked
package dev.reconciler.json;

import org.jspecify.annotations.NullMarked;
