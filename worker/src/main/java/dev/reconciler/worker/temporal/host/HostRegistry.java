package dev.reconciler.worker.temporal.host;

import com.google.protobuf.ByteString;
import dev.reconciler.contract.TaskQueues;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.temporal.connection.TemporalCalls;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import dev.reconciler.workflow.host.HostListing;
import dev.reconciler.workflow.host.HostWorkflow;
import dev.reconciler.workflow.host.HostWorkflowImpl;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The repositories of every host of a namespace, as the hosts announced them.
 *
 * <p>Each host has a {@link HostWorkflow}, whose memo is the listing of the host. Other hosts read the memo from
 * Temporal's visibility store, so no worker has to answer, and a host that is down is still known.
 */
public final class HostRegistry implements RepositoryDirectory {
    private static final String RUNNING = "WorkflowType = '" + HostWorkflow.TYPE + "' AND ExecutionStatus = 'Running'";

    /** A page with the memos of so many hosts stays below the limit of an answer, 4 MiB. */
    private static final int HOSTS_A_PAGE = 8;

    private final WorkflowClient client;
    private final TemporalCalls calls;
    private final UnpackedListings unpacked = new UnpackedListings();

    /** Reads and writes listings in the namespace of that connection. */
    public HostRegistry(TemporalConnection connection) {
        this.client = connection.client();
        this.calls = connection.calls();
    }

    /**
     * Lists the repositories of every host on a connection of its own.
     *
     * @throws TemporalUnavailableException if the service does not answer
     */
    public static List<HostRepository> ask(TemporalProfile profile) {
        try (TemporalConnection connection = TemporalConnection.open(profile, TemporalConnection.BRIEFLY)) {
            return new HostRegistry(connection).repositories();
        }
    }

    /**
     * Replaces the listing of a host, and starts the host's workflow where there is none.
     *
     * @return the first run of the workflow, which stays the same for as long as the service keeps the listing
     * @throws TemporalUnavailableException if the service does not answer
     */
    String announce(HostListing listing) {
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId(HostListing.workflowId(listing.host()))
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setMemo(HostWorkflowImpl.memo(listing))
                .setStaticSummary("the repositories of host " + listing.host())
                .setStaticDetails(
                        "Runs as long as the host exists. Terminate it to retire a host that is gone for good.")
                .build();
        return calls.call(() -> {
            WorkflowStub host = client.newUntypedWorkflowStub(HostWorkflow.TYPE, options);
            // The workflow that is there already gets the listing by the signal, a new one by its input and the signal.
            host.signalWithStart(HostWorkflow.ANNOUNCE, new Object[] {listing}, new Object[] {listing});
            // A long one goes on in another run, so the answer to the signal does not tell whether it is a new one.
            return host.describe().getFirstRunId();
        });
    }

    @Override
    public List<HostRepository> repositories() {
        return calls.call(() -> {
            List<Payload> all = new ArrayList<>();
            ByteString page = ByteString.EMPTY;
            do {
                ListWorkflowExecutionsResponse hosts = listHosts(page);
                hosts.getExecutionsList().stream()
                        .map(HostRegistry::findListing)
                        .flatMap(Optional::stream)
                        .forEach(all::add);
                page = hosts.getNextPageToken();
            } while (!page.isEmpty());
            return unpacked.unpackAll(all.stream());
        });
    }

    /** The listings of a page. */
    static Stream<HostListing> readListings(ListWorkflowExecutionsResponse hosts) {
        return hosts.getExecutionsList().stream().map(HostRegistry::readListing).flatMap(Optional::stream);
    }

    /** Reads some of the hosts that are not retired; the first page is empty. */
    ListWorkflowExecutionsResponse listHosts(ByteString page) {
        return client.getWorkflowServiceStubs()
                .blockingStub()
                .listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setQuery(RUNNING)
                        .setPageSize(HOSTS_A_PAGE)
                        .setNextPageToken(page)
                        .build());
    }

    static Optional<HostListing> readListing(WorkflowExecutionInfo host) {
        return findListing(host).map(UnpackedListings::read);
    }

    private static Optional<Payload> findListing(WorkflowExecutionInfo host) {
        return Optional.ofNullable(host.getMemo().getFieldsMap().get(HostWorkflow.LISTING));
    }
}
