/**
 * Runs that are killed, or cut off their power, before each effect that they have on the disk. Start with {@code
 * PowerCutTest}.
 */
@NullMarked
package dev.reconciler.worker.power;

import org.jspecify.annotations.NullMarked;
