/**
 * Objects of the remote on their way into a repository: received, checked, protected, cleaned up.
 *
 * <p>Start with {@link dev.reconciler.git.remote.fetch.FetchedCommit}, the answer of a fetch. {@link
 * dev.reconciler.git.remote.fetch.ConnectivityCheck} proves that nothing is missing below it. {@link
 * dev.reconciler.git.remote.fetch.FetchMarker} says that a fetch is at work, so that {@link
 * dev.reconciler.git.remote.fetch.FetchLeftovers} can remove what a killed one left.
 */
@NullMarked
package dev.reconciler.git.remote.fetch;

import org.jspecify.annotations.NullMarked;
