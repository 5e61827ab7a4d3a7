package dev.reconciler.worker.temporal.run;

import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.embedded.FetchingActivities;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.workflow.ReconcileInput;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One service inside this process for all tests of a class. Each repository has a fetch of its own, in sync at first. */
abstract class RunsFixture {
    static final String HOST = "host-1";
    private static final Map<RepositoryId, Supplier<RemoteState>> FETCHES = new ConcurrentHashMap<>();
    private static final Map<RepositoryId, AtomicInteger> FETCHED = new ConcurrentHashMap<>();
    static final WorkflowClient CLIENT = EmbeddedTemporal.start(
                    HostQueues.single(HOST, 8), FetchingActivities.of(RunsFixture::fetch))
            .client();

    final WorkflowRuns runs = new WorkflowRuns(CLIENT);

    private static RemoteState fetch(FetchRequest request) {
        RepositoryId repository = request.target().repository();
        FETCHED.computeIfAbsent(repository, id -> new AtomicInteger()).incrementAndGet();
        return FETCHES.getOrDefault(repository, FetchingActivities::inSync).get();
    }

    static void onFetch(HostRepository repository, Supplier<RemoteState> fetch) {
        FETCHES.put(repository.id(), fetch);
    }

    static int fetched(HostRepository repository) {
        return FETCHED.getOrDefault(repository.id(), new AtomicInteger()).get();
    }

    /** A repository of this host. Its id is for one test alone, since the id is the workflow ID. */
    static HostRepository repository(String id) {
        return repository(id, HOST);
    }

    static HostRepository repository(String id, String host) {
        return new HostRepository(new RepositoryId(id), host, new BranchName("main"), List.of(), Duration.ofHours(1));
    }

    static ReconcileInput input(HostRepository repository) {
        return TemporalRunStarter.newInput(repository, Trigger.MANUAL);
    }
}
