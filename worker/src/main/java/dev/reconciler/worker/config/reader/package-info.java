/**
 * The keys of the configuration: each is read and checked, and all problems are reported at once.
 *
 * <p>Start with {@link dev.reconciler.worker.config.reader.ConfigurationReader}, then {@link
 * dev.reconciler.worker.config.reader.RepositoryReader}, which has the keys of a repository.
 */
@NullMarked
package dev.reconciler.worker.config.reader;

import org.jspecify.annotations.NullMarked;
