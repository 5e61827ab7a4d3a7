package dev.reconciler.activity;

import org.jspecify.annotations.Nullable;

/**
 * How some slots of a host are used at a moment.
 *
 * @param remote the server that they are for, as the configuration names it; null: the disk
 * @param slots how many there are
 * @param used in how many a step works
 * @param waiting how many steps wait on the host for one
 */
public record SlotUse(@Nullable String remote, int slots, int used, int waiting) {}
