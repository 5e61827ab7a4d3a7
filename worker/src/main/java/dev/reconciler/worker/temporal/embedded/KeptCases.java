package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.worker.port.HostRepository;
import java.util.List;

/** The cases of conflicts that a host keeps, which each service has to open anew. */
public interface KeptCases {
    /** Of a host that keeps none. */
    KeptCases NONE = new KeptCases() {
        @Override
        public List<HostRepository> list() {
            return List.of();
        }

        @Override
        public void forgetLooks() {}
    };

    /** The repositories that have some: a run of each opens them. */
    List<HostRepository> list();

    /** Forgets what cases have seen, so that the next fetch tells it again. */
    void forgetLooks();
}
