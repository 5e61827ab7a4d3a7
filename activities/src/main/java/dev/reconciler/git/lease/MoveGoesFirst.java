package dev.reconciler.git.lease;

/**
 * No lease is held, and none is given yet: a move of a run goes before.
 *
 * @param move which move that is, for people
 */
public record MoveGoesFirst(String move) implements LeaseAnswer {}
