package dev.reconciler.worker.service;

import dev.reconciler.model.RepositoryId;
import java.util.List;

/**
 * Receives the events of a host's service, as {@link LogListener} and the readiness of the HTTP endpoint do. One thread
 * makes the calls, and repeats an event while its cause lasts.
 */
public interface ServiceListener {
    /** The Temporal service answers, and this host's workers are at work. Its schedules may follow. */
    void temporalReached();

    /**
     * The Temporal service does not answer, and this service goes on trying.
     *
     * @param why the fault and what a person can do about it, free of secrets
     */
    void temporalUnreachable(String why);

    /** The boot run of that repository has an outcome. */
    void bootRunEnded(RepositoryId repository);

    /**
     * The boot run of that repository goes on, but an application may start on the data of the disk.
     *
     * @param why the reason, free of secrets
     */
    void bootRunDegraded(RepositoryId repository, String why);

    /**
     * The same of several repositories, perhaps thousands, for one reason.
     *
     * @param why the reason of each, free of secrets
     */
    default void bootRunsDegraded(List<RepositoryId> repositories, String why) {
        repositories.forEach(repository -> bootRunDegraded(repository, why));
    }
}
