/**
 * A clone where there is none yet: made in a folder of its own, then moved into place.
 *
 * <p>Start with {@link dev.reconciler.git.clone.FirstClone}.
 */
@NullMarked
package dev.reconciler.git.clone;

import org.jspecify.annotations.NullMarked;
