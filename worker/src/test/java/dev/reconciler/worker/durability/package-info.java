/** What it costs that a run is durable: the same git work with and without a Temporal service around it. */
@NullMarked
package dev.reconciler.worker.durability;

import org.jspecify.annotations.NullMarked;
