/** A clone where there is none. */
@NullMarked
package dev.reconciler.git.clone;

import org.jspecify.annotations.NullMarked;
