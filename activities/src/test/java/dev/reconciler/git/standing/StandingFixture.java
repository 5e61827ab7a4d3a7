package dev.reconciler.git.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PreserveRequest;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.step.ClassifyStep;
import dev.reconciler.git.step.FetchStep;
import dev.reconciler.git.step.MoveStep;
import dev.reconciler.git.step.PreserveConflictStep;
import dev.reconciler.git.step.PushStep;
import dev.reconciler.git.step.ReplayStep;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A clone, its remote and another writer, and the steps that a run makes. */
abstract class StandingFixture {
    static final Instant PASS = Instant.parse("2026-11-26T10:00:00Z");
    static final String CONFLICT = "conflicts/2026-11-26T10-00-00Z";

    @TempDir
    Path root;

    NativeGit writer;
    NativeGit remote;
    NativeGit data;
    RepositorySettings settings;

    @BeforeEach
    void makeBothSides() throws IOException {
        writer = NativeGit.init(root.resolve("writer"));
        writer.commit("file", "base\n");
        remote = NativeGit.clone(writer.directory().toString(), root.resolve("remote.git"), "--bare");
        writer.run("remote", "add", "origin", remote.directory().toString());
        data = NativeGit.clone(remote.directory().toString(), root.resolve("data"));
        settings = TestRepositories.settings(data.directory(), remote.directory());
    }

    /** One pass, as the workflow makes it. */
    final void reconcile() throws IOException {
        reconcile(UtcName.at(PASS));
    }

    /** The same, of a run that began at another time. */
    final void reconcile(UtcName pass) throws IOException {
        RemoteState sides = fetch();
        CommitId local = Objects.requireNonNull(sides.local());
        CommitId theirs = sides.remote();
        try (DataRepository repository = open()) {
            Classification found = new ClassifyStep().run(repository, CommitIds.of(local), CommitIds.of(theirs));
            if (found.divergence() == Divergence.AHEAD) {
                push(theirs, local);
            } else if (found.divergence() == Divergence.BEHIND) {
                move(repository, local, theirs, theirs, null);
            } else if (found.divergence() == Divergence.REWOUND) {
                move(repository, local, theirs, theirs, UtcName.at(PASS));
            } else if (found.divergence() == Divergence.DIVERGED) {
                ReplayAnswer replayed =
                        new ReplayStep().run(repository, new ReplayRequest(target(), local, theirs, theirs, PASS));
                CommitId tip = replayed.tip();
                if (tip == null) {
                    escape(repository, local, theirs, pass);
                } else {
                    move(repository, local, tip, theirs, replayed.keepOriginal() ? UtcName.at(PASS) : null);
                    if (!tip.equals(theirs)) {
                        push(theirs, tip);
                    }
                }
            }
        }
    }

    private void escape(DataRepository repository, CommitId local, CommitId theirs, UtcName pass) throws IOException {
        PreserveConflictStep step = new PreserveConflictStep();
        PreservedConflict preserved = step.run(
                repository,
                new PreserveRequest(target(), local, local, theirs, pass, null, Duration.ofMinutes(1)),
                soon());
        assertThat(step.verify(repository, preserved, soon())).isTrue();
        // Local still holds it: a person who waits is not told of an escape that may not come about.
        assertThat(find(CommitIds.of(local)).state()).isEqualTo(CommitState.UNPUSHED);
        move(repository, local, theirs, theirs, null);
    }

    final CommitId replay(CommitId onto, @Nullable UtcName keep) throws IOException {
        try (DataRepository repository = open()) {
            CommitId local = CommitIds.of(data.id("main"));
            CommitId tip = Objects.requireNonNull(new ReplayStep()
                    .run(repository, new ReplayRequest(target(), local, onto, onto, PASS))
                    .tip());
            move(repository, local, tip, onto, keep);
            return tip;
        }
    }

    private void move(DataRepository repository, CommitId from, CommitId to, CommitId theirs, @Nullable UtcName keep)
            throws IOException {
        new MoveStep(false).run(repository, new MoveRequest(target(), from, to, theirs, keep, PASS));
    }

    final PushAnswer.PushStatus push(CommitId expected, CommitId next) throws IOException {
        try (DataRepository repository = open()) {
            return new PushStep()
                    .run(repository, new PushRequest(target(), expected, next, Duration.ofMinutes(1)), soon())
                    .status();
        }
    }

    final RemoteState fetch() throws IOException {
        return new FetchStep(settings, false).run(soon());
    }

    final ObjectId commitRemotely(String path, String content) {
        ObjectId commit = writer.commit(path, content);
        writer.run("push", "-q", "origin", "HEAD:main");
        return commit;
    }

    /** As if a run had put the commits on the conflict branch an hour ago. */
    final void ageEscape() throws IOException {
        Path escaped = data.directory().resolve(".git/refs/reconciler/main/escaped/2026-11-26T10-00-00Z");
        Files.setLastModifiedTime(escaped, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    final Standing find(ObjectId commit) throws IOException {
        return findAny(commit).orElseThrow();
    }

    final Optional<Standing> findAny(ObjectId commit) throws IOException {
        try (DataRepository repository = open()) {
            return CommitStandings.find(repository, CommitIds.of(commit));
        }
    }

    final DataRepository open() throws IOException {
        return DataRepository.open(settings).orElseThrow();
    }

    private RepositoryBranch target() {
        return new RepositoryBranch(settings.id(), settings.branch());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1));
    }
}
