package dev.reconciler.worker.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.situations.RepositoryPair;
import dev.reconciler.worker.state.ConflictBook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a conflict is where another host reconciles another branch of the remote: its run has escaped this one. */
class ConflictCasesTest {
    private static final String NAME = "2026-11-27T08-00-00Z";

    @TempDir
    Path root;

    private RepositoryPair pair;
    private RepositoryConfiguration main;
    private ConflictCases cases;

    /**
     * What the remote has:
     *
     * <pre>
     *   A---B      main
     *    \
     *     D---E    dev
     *      \
     *       X      conflicts/…
     * </pre>
     */
    @BeforeEach
    void escapeOnAnotherHost() {
        pair = new RepositoryPair(root, "data");
        pair.script(RepositoryPair.WORK_TREE + """
                git -C $REMOTE branch dev main
                commit $REMOTE dev.txt dev dev
                git clone -q -b dev $REMOTE other
                commit $ROOT/other base.txt ours dev
                git -C other push -q origin dev:conflicts/%s
                commit $REMOTE base.txt theirs dev
                commit $REMOTE base.txt theirs main
                git -C $CLONE pull -q
                """.formatted(NAME));
        main = pair.configure(new RepositoryId("main"));
        cases = new ConflictCases(
                List.of(main), new CommitterIdentity("Reconciler", "reconciler@example.org"), ConflictBook.look(root));
    }

    private void otherHostHas(String branch) {
        HostRepository other = new HostRepository(
                new RepositoryId("other"),
                "other-host",
                new BranchName(branch),
                List.of(main.remote().value()),
                Duration.ofHours(1));
        cases.askHosts(() -> List.of(other));
    }

    private List<ConflictAction> onlyConflictsActions() throws IOException {
        List<ConflictCase> found = cases.listOf(main);
        assertThat(found).hasSize(1);
        return found.get(0).actions();
    }

    /** Keeping the local side would have pushed what began on dev to main. */
    @Test
    void whatBeganOnTheBranchOfAnotherHostIsThatHosts() throws IOException {
        otherHostHas("dev");

        assertThat(cases.listOf(main)).isEmpty();
    }

    @Test
    void whatMayBeOfTwoHostsWithOneBranchHasNoActions() throws IOException {
        assertThat(onlyConflictsActions()).isNotEmpty();

        otherHostHas("main");

        assertThat(onlyConflictsActions()).isEmpty();
    }

    @Test
    void whereTheServiceDoesNotTellOfOtherHostsNothingIsDecided() throws IOException {
        cases.askHosts(() -> {
            throw new TemporalUnavailableException("away", new IllegalStateException());
        });

        assertThat(onlyConflictsActions()).isEmpty();
    }

    @Test
    void whatAnotherCloneOfThisHostHasEscapedIsItsWhateverTheServiceTells() throws IOException {
        RepositoryConfiguration dev = new RepositoryConfiguration(
                new RepositoryId("dev"), root.resolve("other"), main.remote(), new BranchName("dev"), false);
        cases = new ConflictCases(
                List.of(main, dev),
                new CommitterIdentity("Reconciler", "reconciler@example.org"),
                ConflictBook.look(root));
        pair.script("git -C other update-ref refs/reconciler/dev/escaped/%s dev\n".formatted(NAME));
        cases.askHosts(() -> {
            throw new TemporalUnavailableException("away", new IllegalStateException());
        });

        assertThat(cases.listOf(main)).isEmpty();
    }

    @Test
    void whatARunOfTheCloneHasEscapedIsItsOwnWhateverOthersHave() throws IOException {
        pair.script("git -C $CLONE fetch -q\n"
                + "git -C $CLONE update-ref refs/reconciler/main/escaped/%1$s refs/remotes/origin/conflicts/%1$s\n"
                        .formatted(NAME));
        otherHostHas("main");

        assertThat(onlyConflictsActions()).containsExactly(ConflictAction.values());
    }
}
