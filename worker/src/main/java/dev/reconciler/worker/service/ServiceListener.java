package dev.reconciler.worker.service;

import dev.reconciler.model.RepositoryId;

/** Hears how the service of a host gets on. Called by one thread, and again and again with the same news. */
public interface ServiceListener {
    /** The Temporal service answers, and this host's workers are at work. */
    void temporalReached();

    /** @param why what is wrong and what to do, free of secrets; the service goes on trying */
    void temporalUnreachable(String why);

    /** The boot run of that repository has an outcome. */
    void bootRunEnded(RepositoryId repository);

    /**
     * The boot run of that repository goes on, but an application may start on what is on the disk.
     *
     * @param why free of secrets
     */
    void bootRunDegraded(RepositoryId repository, String why);
}
