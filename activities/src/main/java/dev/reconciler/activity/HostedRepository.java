package dev.reconciler.activity;

import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.reload.ReloadCall;
import java.util.Optional;

/**
 * A repository of this host, with everything that a workflow's input must not carry.
 *
 * @param reload how the application is told of a move, where it wants to be
 */
public record HostedRepository(RepositorySettings settings, Optional<ReloadCall> reload) {}
