/**
 * The case of a conflict: a workflow that is open for as long as a person has to decide.
 *
 * <p>Start with {@link dev.reconciler.workflow.cases.ConflictWorkflow}. A run opens a case with {@link
 * dev.reconciler.workflow.cases.CaseOpener}; {@link dev.reconciler.workflow.cases.CaseSchedule} says when people are told
 * again.
 *
 * <p>The truth is the remote's: whether a conflict is open is what its branches say. The runs see them with each fetch,
 * and tell the case where something is new; a case asks by itself only before people are told again. So a case that is
 * lost, or a signal to it, comes back with the next run.
 *
 * <p>Not here: what a person does about a conflict, which the repository's run does.
 */
@NullMarked
package dev.reconciler.workflow.cases;

import org.jspecify.annotations.NullMarked;
