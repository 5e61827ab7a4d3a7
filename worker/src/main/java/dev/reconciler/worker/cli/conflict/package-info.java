/**
 * What the command {@code conflicts} does about one conflict, apart from its words: {@link
 * dev.reconciler.worker.cli.conflict.DecisionCall} has a run carry a decision out, and {@link
 * dev.reconciler.worker.cli.conflict.ConflictEditing} makes a folder for a person, and takes it back.
 */
@NullMarked
package dev.reconciler.worker.cli.conflict;

import org.jspecify.annotations.NullMarked;
