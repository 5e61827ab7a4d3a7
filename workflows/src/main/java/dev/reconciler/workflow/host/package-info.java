/**
 * Lets the hosts that use one Temporal namespace tell each other which repositories they have.
 *
 * <p>Start with {@link dev.reconciler.workflow.host.HostListing}, which is what a host tells; {@link
 * dev.reconciler.workflow.host.HostWorkflow} holds it for as long as the host exists.
 *
 * <p>Not here: announcing a listing and reading those of others, which the worker does.
 */
@NullMarked
package dev.reconciler.workflow.host;

import org.jspecify.annotations.NullMarked;
