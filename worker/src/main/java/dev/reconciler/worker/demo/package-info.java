/** The demonstration: every outcome once, on throw-away repositories, through the path that {@code once} takes. */
@NullMarked
package dev.reconciler.worker.demo;

import org.jspecify.annotations.NullMarked;
