package dev.reconciler.worker.cli;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.CommandServices;
import dev.reconciler.worker.port.DemoOptions;
import dev.reconciler.worker.port.Demonstration;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.Reconciliation;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.status.RepositoryStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the commands ask for, in memory. */
public final class FakeOperations implements CommandServices {
    final FakeReconciliation reconciliation = new FakeReconciliation();
    public final FakeRemoteRuns remote = new FakeRemoteRuns();
    public Function<Configuration, List<RepositoryStatus>> statuses = configuration -> List.of();
    /** The repositories whose runs were asked for of the worker of this host. */
    public final List<String> askedOfWorker = new ArrayList<>();

    /** What other hosts have. */
    public final List<HostRepository> others = new ArrayList<>();

    final List<DemoOptions> demonstrations = new ArrayList<>();

    @Override
    public Reconciliation reconciliation() {
        return reconciliation;
    }

    @Override
    public Demonstration demonstration() {
        return (options, to, errors) -> {
            demonstrations.add(options);
            to.print("shown\n");
            return 1;
        };
    }

    @Override
    public HostService service(Configuration configuration, boolean embedded) {
        throw new AssertionError("a worker does not end: it is tested in a process of its own");
    }

    @Override
    public ServiceRuns serviceRuns(Configuration configuration) {
        return remote;
    }

    @Override
    public ServiceRuns nearestRuns(Configuration configuration) {
        return serviceRuns(configuration);
    }

    @Override
    public Optional<RunStarter> localStarter(Configuration configuration) {
        return Optional.of((repository, trigger) -> {
            askedOfWorker.add(repository.id().value());
            return new RequestedRun(repository.id().workflowId(), "run");
        });
    }

    @Override
    public RepositoryDirectory hosts(Configuration configuration) {
        return () -> others;
    }

    @Override
    public List<RepositoryStatus> readStatus(Configuration configuration, List<RepositoryConfiguration> all) {
        return statuses.apply(configuration);
    }
}
