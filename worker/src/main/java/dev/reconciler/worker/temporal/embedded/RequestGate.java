package dev.reconciler.worker.temporal.embedded;

import io.grpc.Status;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowServiceException;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What every request of a run goes through on its way to a service. Once the runs of a repository are to go on elsewhere,
 * none begins here any more: neither by a request whose thread is late, nor by one that is made again because the end of a
 * run has cut it short.
 */
final class RequestGate extends WorkflowClientInterceptorBase {
    private final Map<String, Integer> onTheirWay = new HashMap<>();
    private final Set<String> closed = new HashSet<>();

    /** Lets no request for that workflow through from now on; false, and does nothing, while one is on its way. */
    synchronized boolean close(String workflowId) {
        if (onTheirWay.containsKey(workflowId)) {
            return false;
        }
        closed.add(workflowId);
        return true;
    }

    private synchronized void enter(String workflowId) {
        if (closed.contains(workflowId)) {
            throw new WorkflowServiceException(
                    WorkflowExecution.newBuilder().setWorkflowId(workflowId).build(),
                    "",
                    Status.FAILED_PRECONDITION
                            .withDescription("its runs go on on another service")
                            .asRuntimeException());
        }
        onTheirWay.merge(workflowId, 1, Integer::sum);
    }

    private synchronized void leave(String workflowId) {
        onTheirWay.computeIfPresent(workflowId, (id, count) -> count == 1 ? null : count - 1);
    }

    private <T> T letThrough(String workflowId, Supplier<T> request) {
        enter(workflowId);
        try {
            return request.get();
        } finally {
            leave(workflowId);
        }
    }

    @Override
    public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(WorkflowClientCallsInterceptor next) {
        return new GuardedCalls(next);
    }

    private final class GuardedCalls extends WorkflowClientCallsInterceptorBase {
        private GuardedCalls(WorkflowClientCallsInterceptor next) {
            super(next);
        }

        @Override
        public WorkflowSignalWithStartOutput signalWithStart(WorkflowSignalWithStartInput input) {
            return letThrough(input.getWorkflowStartInput().getWorkflowId(), () -> super.signalWithStart(input));
        }

        @Override
        public <R> WorkflowUpdateWithStartOutput<R> updateWithStart(WorkflowUpdateWithStartInput<R> input) {
            return letThrough(input.getWorkflowStartInput().getWorkflowId(), () -> super.updateWithStart(input));
        }
    }
}
