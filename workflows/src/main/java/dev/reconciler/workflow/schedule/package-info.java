/**
 * Lets a schedule ask for a run without taking the run's workflow ID for itself.
 *
 * <p>Start with {@link dev.reconciler.workflow.schedule.TriggerWorkflow}; {@link
 * dev.reconciler.workflow.schedule.StartActivities} is the one thing that it does.
 *
 * <p>Not here: the schedules themselves, which the worker keeps in agreement with the configuration.
 */
@NullMarked
package dev.reconciler.workflow.schedule;

import org.jspecify.annotations.NullMarked;
