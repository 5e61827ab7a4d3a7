/**
 * How a remote is reached: its URL, the login, the connection, and the time that it may take.
 *
 * <p>Start with {@link dev.reconciler.git.remote.transport.TransportOpener}. {@link
 * dev.reconciler.git.remote.transport.TransportLogin} gives it the login for that remote and nothing else, {@link
 * dev.reconciler.git.remote.transport.RemoteTarget} says where it leads, and {@link
 * dev.reconciler.git.remote.transport.Deadline} ends what hangs. Connections over HTTP are in {@code git.remote.http}.
 *
 * <p>What others say of it goes through {@link dev.reconciler.git.secret.SecretScrubber}.
 */
@NullMarked
package dev.reconciler.git.remote.transport;

import org.jspecify.annotations.NullMarked;
