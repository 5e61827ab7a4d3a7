/**
 * Says which kind of threads the runtime has, runs tasks at the same time, lets a thread wait between two attempts, and
 * knows the work that goes on.
 *
 * <p>{@link dev.reconciler.thread.Sleeper} is the one place where a thread of this program sleeps. How long it sleeps,
 * {@link dev.reconciler.retry.ExponentialBackoff} says. {@link dev.reconciler.thread.VirtualThreads} knows whether the
 * runtime has virtual threads. {@link dev.reconciler.thread.ParallelTasks} runs what waits for the disk together. What
 * becomes of work that is given up: {@link dev.reconciler.thread.ChildProgram} is a program with all that it starts,
 * {@link dev.reconciler.thread.WorkUnderWay} awaits its end, {@link
 * dev.reconciler.thread.StartedPrograms} ends what it has started, and {@link dev.reconciler.thread.HeldInterrupt} lets it
 * sweep up.
 *
 * <p>Not here: the wait for an answer of a remote, which {@link dev.reconciler.git.remote.transport.Deadline} bounds,
 * and the waits of workflow code, which Temporal remembers.
 */
@NullMarked
package dev.reconciler.thread;

import org.jspecify.annotations.NullMarked;
