/**
 * What the configuration of a host says, as values that check themselves.
 *
 * <p>Start with {@link dev.reconciler.worker.config.Configuration}. The file is read in {@code config.reader}.
 */
@NullMarked
package dev.reconciler.worker.config;

import org.jspecify.annotations.NullMarked;
