/** The call that tells the application of a move. */
@NullMarked
package dev.reconciler.reload;

import org.jspecify.annotations.NullMarked;
