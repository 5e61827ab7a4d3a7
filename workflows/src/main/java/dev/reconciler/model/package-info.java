/** The values that everything else speaks in: each checks itself, and has a wire name that outlives its class. */
@NullMarked
package dev.reconciler.model;

import org.jspecify.annotations.NullMarked;
