package dev.reconciler.git.lease;

/** What becomes of a request for a lease: given, held by another, or a move goes first. */
public sealed interface LeaseAnswer permits GivenLease, HeldLease, MoveGoesFirst {}
