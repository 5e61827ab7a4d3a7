/**
 * Makes small repositories for the demonstration. Names and dates are fixed, so the commits have the same ids every
 * time.
 *
 * <p>Start with {@link dev.reconciler.worker.demo.sample.SampleRepository}. Not here: repositories that are reconciled
 * in earnest, which are below {@code dev.reconciler.git}.
 */
@NullMarked
package dev.reconciler.worker.demo.sample;

import org.jspecify.annotations.NullMarked;
