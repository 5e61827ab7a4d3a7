/**
 * The remote of a data repository: read, fetched from and pushed to.
 *
 * <p>Start with {@link dev.reconciler.git.remote.GitRemote}, which has a method for each thing that a step asks of a
 * remote. {@link dev.reconciler.git.remote.RefPush} pushes one ref and never forces it. {@link
 * dev.reconciler.git.remote.RemoteErrors} tells an outage from a refusal.
 *
 * <p>How a remote is reached is in {@code git.remote.transport}, what happens to received objects in {@code
 * git.remote.fetch}.
 */
@NullMarked
package dev.reconciler.git.remote;

import org.jspecify.annotations.NullMarked;
