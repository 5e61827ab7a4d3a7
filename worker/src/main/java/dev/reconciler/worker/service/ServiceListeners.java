package dev.reconciler.worker.service;

import dev.reconciler.model.RepositoryId;
import java.util.List;
import java.util.function.Consumer;

/** Passes each event on to several {@link ServiceListener}s. */
public final class ServiceListeners implements ServiceListener {
    private final List<ServiceListener> listeners;
    private volatile Consumer<RepositoryId> ended = repository -> {};

    /** Passes the events on in the order of the listeners. */
    public ServiceListeners(ServiceListener... listeners) {
        this.listeners = List.of(listeners);
    }

    /** Tells that one, too, of the boot runs that have an outcome. */
    public void tellOfEnds(Consumer<RepositoryId> listener) {
        ended = listener;
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
        ended.accept(repository);
    }

    @Override
    public void bootRunDegraded(RepositoryId repository, String why) {
        listeners.forEach(listener -> listener.bootRunDegraded(repository, why));
    }

    @Override
    public void bootRunsDegraded(List<RepositoryId> repositories, String why) {
        listeners.forEach(listener -> listener.bootRunsDegraded(repositories, why));
    }
}
