package dev.reconciler.git.repository;

/** The committer of replayed commits. */
public record CommitterIdentity(String name, String email) {}
