/**
 * Says what a pass came to, in one {@link dev.reconciler.model.Outcome} and one sentence for people.
 *
 * <p>Start with {@link dev.reconciler.workflow.outcome.OutcomeReport}, then {@link
 * dev.reconciler.workflow.outcome.PassEnd}. {@link dev.reconciler.workflow.outcome.ActionReports} has the sentences
 * about what was done, {@link dev.reconciler.workflow.outcome.EndMessages} those about what could not be done.
 *
 * <p>Not here: the result of a whole run, which {@link dev.reconciler.workflow.run} makes of these, and the texts of
 * errors, which the activities write.
 */
@NullMarked
package dev.reconciler.workflow.outcome;

import org.jspecify.annotations.NullMarked;
