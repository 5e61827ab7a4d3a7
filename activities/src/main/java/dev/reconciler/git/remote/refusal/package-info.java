/**
 * What remotes say when they refuse, as a table: which words mean what, who must act, and what that person does.
 *
 * <p>Start with {@link dev.reconciler.git.remote.refusal.RefusalTable}; its rows, which are files beside the
 * classes, lead to a {@link
 * dev.reconciler.git.remote.refusal.RefusalReason}. docs/refusals.md has the same table for people.
 */
@NullMarked
package dev.reconciler.git.remote.refusal;

import org.jspecify.annotations.NullMarked;
