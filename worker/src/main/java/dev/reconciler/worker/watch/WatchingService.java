package dev.reconciler.worker.watch;

import dev.reconciler.worker.port.HostService;

/** A host's service with a {@link CommitWatch}, which watches as long as the service runs. */
public final class WatchingService extends HostService.WrappedService {
    private final CommitWatch watch;

    /** Puts a watch beside a service. */
    public WatchingService(HostService service, CommitWatch watch) {
        super(service);
        this.watch = watch;
    }

    @Override
    public void run() {
        watch.start();
        try {
            super.run();
        } finally {
            watch.close();
        }
    }

    @Override
    public void close() {
        // The watch ends first, or it would request runs that the service does not start any more.
        watch.close();
        super.close();
    }
}
