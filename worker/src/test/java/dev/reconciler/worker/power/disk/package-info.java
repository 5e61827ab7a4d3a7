/** Disks that lose what a power cut would take, or nothing, and return to what they held before. */
@NullMarked
package dev.reconciler.worker.power.disk;

import org.jspecify.annotations.NullMarked;
