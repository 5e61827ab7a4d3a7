package dev.reconciler.activity;

import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.reload.ReloadCall;
import java.util.Optional;

/**
 * A repository of this host, with the settings that a workflow's input must not carry: paths, URLs and secrets.
 *
 * @param reload tells the application that the branch moved; empty where the configuration names no application
 */
public record HostedRepository(RepositorySettings settings, Optional<ReloadCall> reload) {}
