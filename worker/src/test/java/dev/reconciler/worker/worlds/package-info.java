/**
 * Worlds by chance: what applications, other writers, disks and networks do around runs, in a seeded order, and the
 * contract's invariants looked at after each run. Start with {@code WorldsTest}.
 */
@NullMarked
package dev.reconciler.worker.worlds;

import org.jspecify.annotations.NullMarked;
