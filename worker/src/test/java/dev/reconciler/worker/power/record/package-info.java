/**
 * One run's effects on the disk are recorded, and each state that a power cut could leave is made from the record. Start
 * with {@code RecordedCutTest}.
 */
@NullMarked
package dev.reconciler.worker.power.record;

import org.jspecify.annotations.NullMarked;
