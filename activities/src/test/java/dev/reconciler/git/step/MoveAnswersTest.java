package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether a move counts as done already, with the branch at every place that the application may have brought it to.
 *
 * <pre>
 *   A---x---y     both sides held y, and the remote went back to A: the branch moves from y to A
 *   |\
 *   | p---q       the remote's new commits: the branch moves from A to q
 *   |      \
 *   o       r     an own commit and its replay: the branch moves from o to r, and the remote holds q
 * </pre>
 *
 * <p>A commit Xz is the application's new commit on X, XmY its merge of Y into X, and u has nothing to do with any.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoveAnswersTest {
    private static final UtcName NAME = new UtcName("2026-11-26T10-00-00Z");

    @TempDir
    static Path root;

    private final Map<String, ObjectId> commits = new TreeMap<>();
    private NativeGit git;
    private RepositorySettings settings;

    @BeforeAll
    void draw() {
        git = NativeGit.initBare(root.resolve("data.git"));
        settings = TestRepositories.settings(git.directory(), root.resolve("remote.git"));
        add("A");
        add("x", "A");
        add("y", "x");
        add("p", "A");
        add("q", "p");
        add("o", "A");
        add("r", "q");
        add("u");
        for (String commit : new String[] {"A", "x", "y", "q", "o", "r"}) {
            add(commit + "z", commit);
        }
        add("Azmx", "Az", "x");
        add("Azmq", "Az", "q");
        add("rmo", "r", "o");
        add("rzmo", "rz", "o");
    }

    private void add(String name, String... parents) {
        StringBuilder text = new StringBuilder();
        for (String parent : parents) {
            text.append(" -p ").append(commits.get(parent).name());
        }
        String tree = git.run("hash-object", "-t", "tree", "-w", "/dev/null");
        String command = "commit-tree -m " + name + text + " " + tree;
        commits.put(name, ObjectId.fromString(git.run(command.split(" "))));
        git.run("update-ref", "refs/heads/hold/" + name, commits.get(name).name());
    }

    @BeforeEach
    void forget() {
        git.run("for-each-ref", "--format=delete %(refname)", "refs/reconciler", "refs/rewound")
                .lines()
                .forEach(line -> git.run("update-ref", "-d", line.substring("delete ".length())));
    }

    @ParameterizedTest(name = "{0} -> {1} with the branch at {4}: {5}")
    @CsvSource({
        // from, to, the remote's commit, what both sides held, the branch, the answer, the branch then
        "y, A, A, y, y, DONE, A",
        "y, A, A, y, x, MOVED, x",
        "y, A, A, y, A, DONE, A",
        "y, A, A, y, Az, DONE, Az",
        "y, A, A, y, yz, MOVED, yz",
        "y, A, A, y, xz, MOVED, xz",
        "y, A, A, y, Azmx, MOVED, Azmx",
        "y, A, A, y, q, DONE, q",
        "y, A, A, y, u, MOVED, u",
        "A, q, q, A, A, DONE, q",
        "A, q, q, A, p, MOVED, p",
        "A, q, q, A, q, DONE, q",
        "A, q, q, A, qz, DONE, qz",
        "A, q, q, A, Az, MOVED, Az",
        "A, q, q, A, Azmq, DONE, Azmq",
        "A, q, q, A, y, MOVED, y",
        "A, q, q, A, u, MOVED, u",
        "o, r, q, A, o, DONE, r",
        "o, r, q, A, A, MOVED, A",
        "o, r, q, A, p, MOVED, p",
        "o, r, q, A, q, MOVED, q",
        "o, r, q, A, r, DONE, r",
        "o, r, q, A, rz, DONE, rz",
        "o, r, q, A, oz, MOVED, oz",
        "o, r, q, A, rmo, MOVED, rmo",
        "o, r, q, A, rzmo, MOVED, rzmo",
        "o, r, q, A, u, MOVED, u",
    })
    void aMoveIsDoneWhereTheBranchHoldsTheTargetAndNothingThatTheMoveLeaves(
            String from, String to, String remote, String agreed, String branch, String answer, String branchThen)
            throws IOException {
        git.run("update-ref", "refs/reconciler/main/agreed", commits.get(agreed).name());
        git.run("update-ref", "refs/heads/main", commits.get(branch).name());

        Optional<MoveAnswer> moved = tryMove(from, to, remote);

        assertThat(moved.map(MoveAnswer::status).orElse(MoveAnswer.MoveStatus.MOVED))
                .hasToString(answer);
        assertThat(git.id("main")).isEqualTo(commits.get(branchThen));
        // A move that did not happen leaves the record, and no ref.
        boolean isDone = answer.equals("DONE");
        assertThat(git.id("refs/reconciler/main/agreed")).isEqualTo(commits.get(isDone ? remote : agreed));
        assertThat(git.has("refs/rewound/" + NAME)).isEqualTo(isDone);
    }

    /** Which commits the move leaves is not known then: the workflow looks anew. */
    @Test
    void aMoveFromACommitThatWasCollectedIsNotTakenForDone() throws IOException {
        git.run("update-ref", "refs/heads/main", commits.get("x").name());

        assertThat(tryMove(new ObjectId(1, 2, 3, 4, 5), commits.get("A"), commits.get("A")))
                .isEmpty();
    }

    private Optional<MoveAnswer> tryMove(String from, String to, String remote) throws IOException {
        return tryMove(commits.get(from), commits.get(to), commits.get(remote));
    }

    private Optional<MoveAnswer> tryMove(ObjectId from, ObjectId to, ObjectId remote) throws IOException {
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            MoveRequest request = new MoveRequest(
                    new RepositoryBranch(settings.id(), settings.branch()),
                    CommitIds.of(from),
                    CommitIds.of(to),
                    CommitIds.of(remote),
                    NAME,
                    null);
            return new MoveAttempt(repository, request, false).tryMove(from, to);
        }
    }
}
