/**
 * Secrets taken out of the words of others: of a remote, a proxy, a hook, a filter, a library.
 *
 * <p>Start with {@link dev.reconciler.git.secret.SecretScrubber}, through which every such word goes before it leaves the
 * process. {@link dev.reconciler.git.secret.SettingsSecrets} finds the secrets that git's settings hold; those of the
 * configuration are in {@code git.repository}.
 */
@NullMarked
package dev.reconciler.git.secret;

import org.jspecify.annotations.NullMarked;
