/**
 * What a run asks of its host about a conflict branch, once a person has said what is to be done about it.
 *
 * <p>Start with {@link dev.reconciler.contract.conflict.ConflictActivities}. A {@link
 * dev.reconciler.contract.conflict.ConflictTask} comes from the person; a resolve makes the commits, and a settle removes
 * the branch. Between the two the branch moves and is pushed as in every run.
 */
@NullMarked
package dev.reconciler.contract.conflict;

import org.jspecify.annotations.NullMarked;
