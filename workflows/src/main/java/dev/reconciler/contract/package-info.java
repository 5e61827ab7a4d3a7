/**
 * Says what a workflow may ask of a repository's host, and what each answer guarantees.
 *
 * <p>Start with {@link dev.reconciler.contract.RepositoryActivities}: each of its methods has a request and an answer
 * here. {@link dev.reconciler.contract.FailureTypes} are the failures that it may end with, {@link
 * dev.reconciler.contract.ActivityPolicies} the time-outs and retries, {@link dev.reconciler.contract.TaskQueues} the
 * way to the right host.
 *
 * <p>Not here: how an activity does its work. Histories hold these values as JSON, so their properties never change
 * their names.
 */
@NullMarked
package dev.reconciler.contract;

import org.jspecify.annotations.NullMarked;
