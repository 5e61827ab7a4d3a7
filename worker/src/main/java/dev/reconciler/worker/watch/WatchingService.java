package dev.reconciler.worker.watch;

import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.PassWaits;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.status.StatusSource;

/** A host's service with a {@link CommitWatch}, which watches as long as the service runs. */
public final class WatchingService implements HostService {
    private final HostService service;
    private final CommitWatch watch;

    /** Puts a watch beside a service. */
    public WatchingService(HostService service, CommitWatch watch) {
        this.service = service;
        this.watch = watch;
    }

    @Override
    public void run() {
        watch.start();
        try {
            service.run();
        } finally {
            watch.close();
        }
    }

    @Override
    public RunStarter starter() {
        return service.starter();
    }

    @Override
    public PassWaits waits() {
        return service.waits();
    }

    @Override
    public StatusSource statuses() {
        return service.statuses();
    }

    @Override
    public RepositoryDirectory directory() {
        return service.directory();
    }

    @Override
    public void close() {
        // The watch ends first, or it would request runs that the service does not start any more.
        watch.close();
        service.close();
    }
}
