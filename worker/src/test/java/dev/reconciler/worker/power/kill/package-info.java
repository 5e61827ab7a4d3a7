/** The program is killed at instants that chance chooses. Start with {@code RandomKillTest}. */
@NullMarked
package dev.reconciler.worker.power.kill;

import org.jspecify.annotations.NullMarked;
