package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run that fails has changed, and what it says of that. */
@Tag("slow")
class FailedEndsTest {
    private static final String DIVERGED = RepositoryPair.WORK_TREE + """
            commit $REMOTE r.txt r
            commit $CLONE l.txt l
            """;
    private static final String DECLINED = """
            write_hook $REMOTE pre-receive 'echo not-on-my-watch >&2; exit 1'
            """;

    @TempDir
    Path root;

    private RepositoryPair draw(String script) {
        RepositoryPair pair = new RepositoryPair(root, "data");
        pair.script(script);
        return pair;
    }

    private ReconcileResult reconcile(RepositoryPair pair) {
        RepositoryConfiguration repository = pair.configure(new RepositoryId("data"));
        Configuration configuration = new Configuration(
                "host",
                root,
                new CommitterIdentity("Data Reconciler", "reconciler@example.org"),
                HostConcurrency.ofMachine(),
                List.of(repository));
        List<ReconcileResult> results = new ArrayList<>();
        new Assembly().reconciliation().run(configuration, Duration.ofMinutes(1), false, results::add);
        return results.get(0);
    }

    @Test
    void aReplayWhosePushIsRefusedForGoodNamesTheOriginals() {
        RepositoryPair pair = draw(DIVERGED + DECLINED);
        NativeGit git = NativeGit.in(pair.local());
        String original = git.id("main").name();

        ReconcileResult result = reconcile(pair);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(String.valueOf(result.oldCommit())).isEqualTo(original);
        assertThat(String.valueOf(result.newCommit()))
                .isEqualTo(git.id("main").name())
                .isNotEqualTo(original);
        assertThat(git.id(String.valueOf(result.keptRef())).name()).isEqualTo(original);
        assertThat(result.error().message())
                .startsWith("replayed 1 commit")
                .contains("not-on-my-watch")
                .endsWith("the old commit is under " + result.keptRef());
    }

    /** Nothing moved in this run: the twins were there before it, and their originals are kept since the first one. */
    @Test
    void theRunAfterItMovesAndKeepsNothing() {
        RepositoryPair pair = draw(DIVERGED + DECLINED);
        reconcile(pair);
        NativeGit git = NativeGit.in(pair.local());
        String refs = git.run("for-each-ref", "refs/heads", "refs/rewound");

        ReconcileResult again = reconcile(pair);

        assertThat(again.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(again.newCommit()).isEqualTo(again.oldCommit());
        assertThat(again.keptRef()).isNull();
        assertThat(git.run("for-each-ref", "refs/heads", "refs/rewound")).isEqualTo(refs);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PushRejected       | commit $CLONE l.txt l; write_hook $REMOTE pre-receive 'exit 1'",
                "PushRejected       | commit $CLONE base.txt l; commit $REMOTE base.txt r; git -C $REMOTE branch conflicts",
                "RepositoryMissing  | mv $REMOTE $ROOT/away",
                "RepositoryCorrupt  | commit $REMOTE r.txt r; commit $CLONE l.txt l; delete_object $CLONE main:l.txt",
                "RepositoryCorrupt  | commit $REMOTE r.txt r; delete_object $REMOTE main:r.txt",
                "RepositoryCorrupt  | commit $REMOTE r.txt r; : > $CLONE/.git/index",
                "BranchMissing      | git -C $REMOTE branch -m main trunk",
                "UnrelatedHistories | git -C $CLONE update-ref -d refs/remotes/origin/main; rm -rf $REMOTE; git init -q --bare -b main $REMOTE; commit $REMOTE z.txt z",
                "WorkTreeDirty      | commit $REMOTE base.txt r; echo mine > $CLONE/base.txt",
                "WorkTreeDirty      | commit $REMOTE base.txt r; commit $CLONE base.txt l; echo mine > $CLONE/base.txt",
                "Unsupported        | commit $REMOTE r.txt r; git -C $CLONE config core.sparseCheckout true",
            })
    void aRunThatFailsBeforeItsFirstMoveHasChangedNothing(String type, String commands) throws IOException {
        RepositoryPair pair = draw(RepositoryPair.WORK_TREE + commands + "\n");
        Map<String, String> before = readAll();

        ReconcileResult result = reconcile(pair);

        assertThat(String.valueOf(result.error().type())).isEqualTo(type);
        assertThat(readAll()).isEqualTo(before);
        assertThat(result.keptRef()).isNull();
        assertThat(result.conflictBranch()).isNull();
        assertThat(result.newCommit()).isEqualTo(result.oldCommit());
    }

    /** Every file of both sides but objects, which nothing refers to, and the program's own notes. */
    private Map<String, String> readAll() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!name.contains("/objects/") && !name.contains("reconciler")) {
                    all.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return all;
    }
}
