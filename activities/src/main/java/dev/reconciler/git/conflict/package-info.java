/**
 * The conflicts of a data repository that a person has yet to decide, as its remote shows them now.
 *
 * <p>Start with {@link dev.reconciler.git.conflict.ConflictSurvey}. Not here: what is done about one, which is in {@link
 * dev.reconciler.git.step}.
 */
@NullMarked
package dev.reconciler.git.conflict;

import org.jspecify.annotations.NullMarked;
