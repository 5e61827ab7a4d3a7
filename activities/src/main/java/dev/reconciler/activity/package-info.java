/**
 * Answers the requests of a run: the one place where the answers and errors of git become those of Temporal.
 *
 * <p>Start with {@link dev.reconciler.activity.HostActivities}, which has a method for each activity of the contract, and
 * makes each of a class of {@code dev.reconciler.git.step}. {@link dev.reconciler.activity.PlanActivities} does the same
 * without changing anything. Both let {@link dev.reconciler.activity.StepRunner} run the step: it finds the repository
 * ({@link dev.reconciler.activity.HostedRepositories}), sends heartbeats ({@link
 * dev.reconciler.activity.HeartbeatTimer}), makes a few quick attempts ({@link dev.reconciler.activity.QuickRetries}), and
 * translates errors ({@link dev.reconciler.activity.FailureTranslator}).
 *
 * <p>Not here: what an activity guarantees, which {@link dev.reconciler.contract.RepositoryActivities} says, and long
 * waits, which are the workflow's.
 */
@NullMarked
package dev.reconciler.activity;

import org.jspecify.annotations.NullMarked;
