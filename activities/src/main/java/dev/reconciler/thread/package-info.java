/**
 * Says which kind of threads the runtime has, and lets a thread wait between two attempts.
 *
 * <p>{@link dev.reconciler.thread.Sleeper} is the one place where a thread of this program sleeps. How long it sleeps,
 * {@link dev.reconciler.retry.ExponentialBackoff} says. {@link dev.reconciler.thread.VirtualThreads} knows whether the
 * runtime has virtual threads.
 *
 * <p>Not here: the wait for an answer of a remote, which {@link dev.reconciler.git.remote.transport.Deadline} bounds,
 * and the waits of workflow code, which Temporal remembers.
 */
@NullMarked
package dev.reconciler.thread;

import org.jspecify.annotations.NullMarked;
