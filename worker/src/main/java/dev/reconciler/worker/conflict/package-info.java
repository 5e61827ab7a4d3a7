/**
 * The open conflicts of this host's repositories, each a case that a person decides.
 *
 * <p>Start with {@link dev.reconciler.worker.conflict.ConflictCases}. Not here: how a decision is carried out, which a run
 * does.
 */
@NullMarked
package dev.reconciler.worker.conflict;

import org.jspecify.annotations.NullMarked;
