/**
 * Demonstrates every outcome once, on throw-away repositories, through the same code as {@code once}.
 *
 * <p>Start with {@link dev.reconciler.worker.demo.ScenesDemonstration}. Then read {@link
 * dev.reconciler.worker.demo.DemoScene} (one outcome and the situation that leads to it), {@link
 * dev.reconciler.worker.demo.DemoDirectory} (where the repositories are) and {@link
 * dev.reconciler.worker.demo.OutcomeTable} (the printed answer).
 *
 * <p>Not here: the reconciliation itself, which is a {@link dev.reconciler.worker.port.Reconciliation}, and the commits
 * of the scenes, which {@link dev.reconciler.worker.demo.sample.SampleRepository} makes.
 */
@NullMarked
package dev.reconciler.worker.demo;

import org.jspecify.annotations.NullMarked;
