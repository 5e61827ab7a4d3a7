package dev.reconciler.git.repository;

/** The committer of replayed commits, as the host's configuration has it. */
public record CommitterIdentity(String name, String email) {}
