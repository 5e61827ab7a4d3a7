package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.server.ServiceKind;
import dev.reconciler.workflow.host.HostListing;
import dev.reconciler.workflow.host.HostWorkflow;
import dev.reconciler.workflow.host.HostWorkflowImpl;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.reconciler.server.ServiceKind#available")
class HostWorkflowTest {
    private final ServiceKind kind;
    private WorkflowService service;

    HostWorkflowTest(ServiceKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() {
        service = WorkflowService.of(kind, new FakeHost());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void theListingIsThereAtOnce() {
        WorkflowStub host = announceListing(service, createListing(service, "one"));

        assertThat(readListing(host)).isEqualTo(createListing(service, "one"));
    }

    @Test
    void anAnnouncementReplacesTheOneBefore() {
        WorkflowStub host = announcedTwice(service);

        assertThat(readListing(host)).isEqualTo(createListing(service, "two", "three"));
    }

    @Test
    @Tag("slow")
    void aHostThatAnnouncesForYearsForgetsNothing() {
        String firstRun = announceListing(service, createListing(service, "one"))
                .describe()
                .getExecution()
                .getRunId();
        WorkflowStub host = null;
        for (int i = 0; i < 300; i++) {
            HostListing listing = createListing(service, "data-" + i);
            host = announceListing(service, listing);
            awaitListing(host, listing);
        }

        assertThat(host.describe().getExecution().getRunId()).isNotEqualTo(firstRun);
        assertThat(readListing(host)).isEqualTo(createListing(service, "data-299"));
    }

    /** A host that was started again with another configuration. */
    static WorkflowStub announcedTwice(WorkflowService service) {
        announceListing(service, createListing(service, "one"));
        WorkflowStub host = announceListing(service, createListing(service, "two", "three"));
        awaitListing(host, createListing(service, "two", "three"));
        return host;
    }

    private static void awaitListing(WorkflowStub host, HostListing listing) {
        Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> listing.equals(readListing(host)));
    }

    private static WorkflowStub announceListing(WorkflowService service, HostListing listing) {
        String workflowId = HostListing.workflowId(listing.host());
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setMemo(HostWorkflowImpl.memo(listing))
                .build();
        service.client()
                .newUntypedWorkflowStub(HostWorkflow.TYPE, options)
                .signalWithStart(HostWorkflow.ANNOUNCE, new Object[] {listing}, new Object[] {listing});
        return service.client().newUntypedWorkflowStub(workflowId);
    }

    private static HostListing readListing(WorkflowStub host) {
        return host.describe().getMemo(HostWorkflow.LISTING, HostListing.class, HostListing.class);
    }

    private static HostListing createListing(WorkflowService service, String... ids) {
        return new HostListing(
                service.host(),
                List.of(ids).stream()
                        .map(id -> new HostListing.ListedRepository(
                                new RepositoryId(id),
                                new BranchName("main"),
                                List.of("https://git.example.org/" + id),
                                Duration.ofHours(24)))
                        .toList(),
                null,
                false);
    }
}
