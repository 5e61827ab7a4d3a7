package dev.reconciler.git;

/** The committer of replayed commits. */
public record Identity(String name, String email) {}
