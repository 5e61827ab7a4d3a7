/**
 * Connections over HTTP as git's settings want them: proxies, certificates, headers.
 *
 * <p>Start with {@link dev.reconciler.git.remote.http.ServerConnections}, from which a transport gets each of its
 * connections. {@link dev.reconciler.git.remote.http.ProxyChoice} decides about the proxy, {@link
 * dev.reconciler.git.remote.http.TlsSettings} about certificates. Nothing here is set for the whole process: two remotes
 * may have different settings.
 */
@NullMarked
package dev.reconciler.git.remote.http;

import org.jspecify.annotations.NullMarked;
