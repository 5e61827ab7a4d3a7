package dev.reconciler.git.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.CaseTerms;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.AdvertisedRefs;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conflict that people were told of, and what its case has looked at. */
class ConflictWatchTest {
    private static final BranchName BRANCH = new BranchName("conflicts/2026-01-02T03-04-05Z");

    @TempDir
    Path root;

    private DataRepository repository;
    private PreservedConflict conflict;
    private AdvertisedRefs refs;
    private ConflictWatch watch;

    @BeforeEach
    void openConflict() throws IOException {
        NativeGit git = NativeGit.init(root.resolve("data"));
        CommitId remote = commit(git, "theirs");
        conflict = new PreservedConflict(BRANCH, commit(git, "ours"));
        refs = new AdvertisedRefs(
                CommitIds.of(remote), Map.of("refs/heads/" + BRANCH, CommitIds.of(conflict.commit())));
        repository = DataRepository.open(TestRepositories.settings(git.directory(), root))
                .orElseThrow();
        watch = new ConflictWatch(
                new ToldConflict(conflict), new CaseTerms(Duration.ofDays(1), Duration.ofDays(3)), id -> false);
        watch.recordLook(
                repository.settings().id(), BRANCH, ConflictLook.over(CaseState.OPEN, conflict.commit(), remote));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private static CommitId commit(NativeGit git, String content) {
        git.commit("file.txt", content);
        return new CommitId(git.run("rev-parse", "HEAD"));
    }

    private List<PreservedConflict> findNews() {
        return watch.findNews(repository, refs, Deadline.in(Duration.ofMinutes(1)))
                .unseen();
    }

    @Test
    void whatItsCaseHasSeenIsNoNews() {
        assertThat(findNews()).isEmpty();
    }

    @Test
    void itIsNewsAgainOnceWhatItsCaseHasSeenIsForgotten() {
        watch.forgetLooks(repository.settings().id());

        assertThat(findNews()).containsExactly(conflict);
    }

    /** A host that has told people of one conflict, which nobody has seen to be merged. */
    private record ToldConflict(PreservedConflict conflict) implements ConflictMemory {
        @Override
        public List<PreservedConflict> listOpen(RepositoryId repository) {
            return List.of(conflict);
        }

        @Override
        public Optional<SeenMerge> findMerge(RepositoryId repository, PreservedConflict asked) {
            return Optional.empty();
        }

        @Override
        public void recordMerge(RepositoryId repository, PreservedConflict merged, CommitId remote) {
            throw new AssertionError("it is not merged");
        }
    }
}
