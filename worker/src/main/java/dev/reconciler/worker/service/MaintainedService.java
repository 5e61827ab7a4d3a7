package dev.reconciler.worker.service;

import dev.reconciler.git.maintenance.AutoMaintenance;
import dev.reconciler.worker.port.HostService;

/** A host's service with the packing of its repositories, which ends with it. */
public final class MaintainedService extends HostService.WrappedService {
    private final AutoMaintenance maintenance;

    /** Puts the packing beside a service. */
    public MaintainedService(HostService service, AutoMaintenance maintenance) {
        super(service);
        this.maintenance = maintenance;
    }

    @Override
    public void close() {
        maintenance.close();
        super.close();
    }
}
