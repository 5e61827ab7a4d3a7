package dev.reconciler.worker.notice;

import dev.reconciler.worker.port.HostService;

/** A host's service with {@link Notices}, which are told as long as the service runs. */
public final class NotifyingService extends HostService.WrappedService {
    private final Notices notices;

    /** Puts notices beside a service. */
    public NotifyingService(HostService service, Notices notices) {
        super(service);
        this.notices = notices;
    }

    @Override
    public void run() {
        notices.start();
        try {
            super.run();
        } finally {
            notices.close();
        }
    }

    @Override
    public void close() {
        notices.close();
        super.close();
    }
}
