/**
 * The configuration of a host, as values that check themselves.
 *
 * <p>Start with {@link dev.reconciler.worker.config.Configuration}, then {@link
 * dev.reconciler.worker.config.RepositoryConfiguration}. {@link dev.reconciler.worker.config.RemoteUrl} and {@link
 * dev.reconciler.worker.config.SecretReference} decide which remotes and secrets a person may write, {@link
 * dev.reconciler.worker.config.SafeQuoting} which part of them a message shows. The file is not read here: {@link
 * dev.reconciler.worker.config.reader} knows its keys, {@link dev.reconciler.worker.config.yaml} its lines.
 */
@NullMarked
package dev.reconciler.worker.config;

import org.jspecify.annotations.NullMarked;
