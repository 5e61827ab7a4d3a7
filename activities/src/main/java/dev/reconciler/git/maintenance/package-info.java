/**
 * Keeps the object database of a repository small, by the installed git.
 *
 * <p>Start with {@link dev.reconciler.git.maintenance.AutoMaintenance}, which a host that stays asks after each fetch.
 * Nothing is packed or deleted by this program itself.
 */
@NullMarked
package dev.reconciler.git.maintenance;

import org.jspecify.annotations.NullMarked;
