/**
 * What git's settings and the environment say of the way to a remote.
 *
 * <p>Start with {@link dev.reconciler.git.remote.settings.TransportSettings}. {@link
 * dev.reconciler.git.remote.settings.UrlSettings} has those of one URL ({@code http.<url>.*}), {@link
 * dev.reconciler.git.remote.settings.RewrittenUrl} applies {@code insteadOf}. Nothing connects here.
 */
@NullMarked
package dev.reconciler.git.remote.settings;

import org.jspecify.annotations.NullMarked;
