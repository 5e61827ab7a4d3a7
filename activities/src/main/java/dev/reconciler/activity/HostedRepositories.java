package dev.reconciler.activity;

import dev.reconciler.contract.ApplicationQueue;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.contract.TaskQueues;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.reload.ReloadCall;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The repositories that are on this host's disk, and the slots that its steps work in. */
public final class HostedRepositories {
    private final String name;
    private final HostSlots slots;
    private final RemoteQueues queues;
    private final Map<RepositoryId, HostedRepository> repositories;

    /** @param name the host's configured name */
    public HostedRepositories(String name, Collection<HostedRepository> repositories, HostConcurrency concurrency) {
        this.name = name;
        this.slots = new HostSlots(concurrency);
        this.queues = new RemoteQueues(
                name,
                concurrency,
                repositories.stream().map(it -> it.settings().remoteUrl()).toList());
        this.repositories = repositories.stream()
                .collect(Collectors.toUnmodifiableMap(
                        repository -> repository.settings().id(), Function.identity()));
    }

    /** The host's configured name. */
    String name() {
        return name;
    }

    /** The slots that all steps of the host share. */
    HostSlots slots() {
        return slots;
    }

    /** The queues in which runs wait for their turn at a remote. */
    RemoteQueues queues() {
        return queues;
    }

    /** Whether the application of a repository is asked before files of its work tree move. */
    boolean asksBefore(RepositoryBranch target) {
        HostedRepository found = repositories.get(target.repository());
        return found != null && found.reload().filter(ReloadCall::asksBefore).isPresent();
    }

    /** Finds where the application of a repository is called; empty where the configuration names none. */
    Optional<ApplicationQueue> findApplicationQueue(RepositoryBranch target) {
        return Optional.ofNullable(repositories.get(target.repository()))
                .flatMap(HostedRepository::reload)
                .map(call -> new ApplicationQueue(TaskQueues.applicationCalls(name), call.asksBefore()));
    }

    /**
     * Finds the repository that a request names.
     *
     * @throws RefusedException of type Configuration if this host has no such repository, or another branch of it
     */
    HostedRepository findRepository(RepositoryBranch target) {
        RepositoryId id = target.repository();
        HostedRepository found = repositories.get(id);
        if (found == null) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    "repository " + id + " is not configured on host " + name + "; add it to `repositories` there, or"
                            + " correct `host`");
        }
        if (!found.settings().branch().equals(target.branch())) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    "repository " + id + " was to be reconciled on branch " + target.branch() + ", and host " + name
                            + " is configured for " + found.settings().branch() + " by now; start a new run");
        }
        return found;
    }
}
