/**
 * How a few branches came apart and together, read for a picture: {@link dev.reconciler.git.graph.CommitGraph}.
 *
 * <p>Not here: what is decided by histories ({@link dev.reconciler.git.history}). A picture is bounded, and may be cut.
 */
@NullMarked
package dev.reconciler.git.graph;

import org.jspecify.annotations.NullMarked;
