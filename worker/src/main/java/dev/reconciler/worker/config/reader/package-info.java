/**
 * The keys of the configuration: the readers read and check each key, and report all problems at once.
 *
 * <p>Start with {@link dev.reconciler.worker.config.reader.ConfigurationReader}, then {@link
 * dev.reconciler.worker.config.reader.RepositoryReader}, which has the keys of a repository; {@link
 * dev.reconciler.worker.config.reader.ValueChecks} says which values are right. A new key also goes into {@code
 * docs/configuration.md} and {@code docs/reconciler.schema.json}, which tests hold against the readers. The lines of
 * the file are not known here, but in {@link dev.reconciler.worker.config.yaml}.
 */
@NullMarked
package dev.reconciler.worker.config.reader;

import org.jspecify.annotations.NullMarked;
