package dev.reconciler.worker.durability;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.step.ClassifyStep;
import dev.reconciler.git.step.FetchStep;
import dev.reconciler.git.step.MoveStep;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.Outcome;
import java.io.IOException;
import java.time.Duration;

/** The steps of a run one after the other, as its activities do them, with nothing around them. */
final class BareGit implements Subject {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RepositorySettings settings;

    BareGit(Site site) {
        this.settings = site.repository().settings(site.configuration().identity());
    }

    @Override
    public Outcome reconcile() throws IOException {
        RemoteState state = new FetchStep(settings, false).run(Deadline.in(LIMIT));
        CommitId local = state.local();
        if (local == null || state.status() == RemoteState.FetchStatus.IN_SYNC) {
            return Outcome.IN_SYNC;
        }
        if (classify(local, state.remote()).divergence() != Divergence.BEHIND) {
            throw new IllegalStateException("not a fast-forward: " + state);
        }
        advance(local, state.remote());
        return Outcome.FAST_FORWARDED;
    }

    private Classification classify(CommitId local, CommitId remote) throws IOException {
        try (DataRepository repository = open()) {
            return new ClassifyStep().run(repository, CommitIds.of(local), CommitIds.of(remote));
        }
    }

    private void advance(CommitId local, CommitId remote) throws IOException {
        try (DataRepository repository = open()) {
            new MoveStep(false)
                    .run(
                            repository,
                            new MoveRequest(
                                    new RepositoryBranch(settings.id(), settings.branch()),
                                    local,
                                    remote,
                                    remote,
                                    null,
                                    null));
        }
    }

    private DataRepository open() throws IOException {
        return DataRepository.open(settings).orElseThrow();
    }

    @Override
    public int events() {
        return 0;
    }

    @Override
    public void close() {
        // Nothing is held between two runs.
    }
}
