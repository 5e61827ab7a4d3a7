/** Runs on clones and remotes of which one object is damaged, as a failing disk or a power cut leaves it. */
@NullMarked
package dev.reconciler.worker.damage;

import org.jspecify.annotations.NullMarked;
