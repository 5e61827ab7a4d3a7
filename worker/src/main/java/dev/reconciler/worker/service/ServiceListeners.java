package dev.reconciler.worker.service;

import dev.reconciler.model.RepositoryId;
import java.util.List;

/** Passes each event on to several {@link ServiceListener}s. */
public final class ServiceListeners implements ServiceListener {
    private final List<ServiceListener> listeners;

    /** Passes the events on in the order of the listeners. */
    public ServiceListeners(ServiceListener... listeners) {
        this.listeners = List.of(listeners);
    }

    @Override
    public void temporalReached() {
        listeners.forEach(ServiceListener::temporalReached);
    }

    @Override
    public void temporalUnreachable(String why) {
        listeners.forEach(listener -> listener.temporalUnreachable(why));
    }

    @Override
    public void bootRunEnded(RepositoryId repository) {
        listeners.forEach(listener -> listener.bootRunEnded(repository));
    }

    @Override
    public void bootRunDegraded(RepositoryId repository, String why) {
        listeners.forEach(listener -> listener.bootRunDegraded(repository, why));
    }
}
