/** What {@code status} says: the last and the running run of each repository. */
@NullMarked
package dev.reconciler.worker.status;

import org.jspecify.annotations.NullMarked;
