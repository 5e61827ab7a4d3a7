package dev.reconciler.worker.temporal.connection;

import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.interceptors.WorkflowClientInterceptor;
import java.util.List;
import java.util.concurrent.Executor;

/** What makes a request, its run and the steps of that run one trace. It names no library of traces. */
public interface TemporalTraces {
    /** Nobody asked for traces. */
    TemporalTraces OFF = new TemporalTraces() {
        @Override
        public List<WorkflowClientInterceptor> ofClients() {
            return List.of();
        }

        @Override
        public List<WorkerInterceptor> ofWorkers() {
            return List.of();
        }

        @Override
        public Executor carryTo(Executor threads) {
            return threads;
        }
    };

    /** Trace the requests of a client. */
    List<WorkflowClientInterceptor> ofClients();

    /** Trace the runs and steps of a worker. */
    List<WorkerInterceptor> ofWorkers();

    /** Returns the executor with the trace of the calling thread, which its work belongs to as well. */
    Executor carryTo(Executor threads);
}
