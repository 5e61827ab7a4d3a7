package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.edit.EditedFolder;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.CommitId;
import dev.reconciler.worker.conflict.ConflictCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person has made of a conflict in a folder, pushed by a run of the worker. */
class ConflictEditTest extends ApplicationFixture {
    private static final String RUNS = "/api/v1/repositories/data/runs?wait=30s";
    private static final String CONFLICTS = "/api/v1/conflicts";

    private int round;
    private ConflictCase open;
    private NativeGit folder;

    /** Local has three commits, of which the second conflicts; the folder stops there. */
    @BeforeEach
    void makeConflict() throws Exception {
        round++;
        data.script("git --git-dir=$REMOTE for-each-ref --format='delete %(refname)' refs/heads/conflicts"
                + " | git --git-dir=$REMOTE update-ref --stdin\n");
        post(TOKEN, RUNS);
        data.script("""
                commit $REMOTE base.txt 'one\\nremote-%1$d\\nthree'
                commit $CLONE first-%1$d.txt own
                commit $CLONE base.txt 'one\\nlocal-%1$d\\nthree'
                commit $CLONE last-%1$d.txt own
                """.formatted(round));
        assertThat(post(TOKEN, RUNS).body().get("outcome").asText()).isEqualTo("conflict-escaped");
        open = cases().listOf(dataRepository()).get(0);
        Path place = root.resolve("edit-" + round);
        assertThat(cases().makeFolder(dataRepository(), open, place).unmerged()).containsExactly("base.txt");
        folder = NativeGit.in(place);
    }

    @Test
    void whatIsStagedThereIsPushedAndTheBranchGoes() throws Exception {
        stageResult();
        takeResult();

        Received edited = post(TOKEN, path() + "/edit?wait=30s");

        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.body().get("outcome").asText()).isEqualTo("rebased");
        assertThat(edited.body().get("trigger").asText()).isEqualTo("conflict");
        assertThat(edited.body().get("keptRef").isNull()).isTrue();
        assertThat(edited.body().get("message").asText()).contains("took 3 commits");
        assertThat(remote().run("show", "main:base.txt")).isEqualTo("one\nboth-" + round + "\nthree");
        assertThat(remote().run("log", "-3", "--format=%an %s", "main"))
                .isEqualTo(NativeGit.in(data.local())
                        .run("log", "-3", "--format=%an %s", open.localCommit().hex()));
        assertClosed();
        assertThat(NativeGit.in(data.local()).run("status", "--porcelain")).isEmpty();
        for (String commit : listOwn()) {
            assertThat(stateOf(commit)).isEqualTo("pushed");
        }
        assertProblem(post(TOKEN, path() + "/edit?wait=30s"), 404, "no open conflict");
    }

    @Test
    void ofASquashTheOriginalsAreKept() throws Exception {
        stageResult();
        folder.run("-c", "core.editor=true", "rebase", "--continue");
        folder.run("reset", "-q", "--soft", "origin/main");
        folder.run("commit", "-qm", "all of it");
        takeResult();

        Received edited = post(TOKEN, path() + "/edit?wait=30s");

        assertThat(edited.body().get("outcome").asText()).isEqualTo("rebased");
        String kept = edited.body().get("keptRef").asText();
        assertThat(NativeGit.in(data.local()).run("rev-parse", kept))
                .isEqualTo(open.localCommit().hex());
        assertThat(remote().run("log", "-1", "--format=%s", "main")).isEqualTo("all of it");
        assertClosed();
        assertThat(stateOf(open.localCommit().hex())).isEqualTo("pushed");
    }

    @Test
    void aRemoteThatHasMovedOnMeanwhileIsNotPushedTo() throws Exception {
        stageResult();
        takeResult();
        data.script("commit $REMOTE elsewhere-%d.txt x\n".formatted(round));
        String moved = remote().run("rev-parse", "main");

        assertProblem(post(TOKEN, path() + "/edit?wait=30s"), 409, "has moved to");

        assertThat(remote().run("rev-parse", "main")).isEqualTo(moved);
        assertThat(get(TOKEN, CONFLICTS).body().get("conflicts")).hasSize(1);
        folder.run("-c", "core.editor=true", "rebase", "--continue");
        folder.run("fetch", "-q", "origin");
        folder.run("rebase", "-q", "origin/main");
        takeResult();
        assertThat(post(TOKEN, path() + "/edit?wait=30s").body().get("outcome").asText())
                .isEqualTo("rebased");
        assertClosed();
    }

    /** The folder stays as it is, so the rebase there stands where it has stopped. */
    @Test
    void aFolderWhoseResultIsPushedIsKnownByWhatIsStagedThere() throws Exception {
        stageResult();
        assertThat(findPushed()).isEmpty();
        takeResult();
        post(TOKEN, path() + "/edit?wait=30s");

        assertThat(findPushed().orElseThrow().hex()).isEqualTo(remote().run("rev-parse", "main"));
        data.script("commit $REMOTE later-%d.txt x\n".formatted(round));
        post(TOKEN, RUNS);
        assertThat(findPushed().orElseThrow().hex()).isEqualTo(remote().run("rev-parse", "main~1"));
        // Somebody else's folder of the same conflict, with another result.
        folder.write("base.txt", "one\nother\nthree\n").run("add", "base.txt");
        assertThat(findPushed()).isEmpty();
    }

    private Optional<CommitId> findPushed() throws IOException {
        return cases().findPushed(dataRepository(), EditedFolder.open(folder.directory()));
    }

    @Test
    void withoutAResultNothingIsPushed() throws Exception {
        String before = remote().refs();

        assertProblem(post(TOKEN, path() + "/edit?wait=30s"), 409, "nobody has made a result");
        assertProblem(post(READER, path() + "/edit?wait=30s"), 403, "may only read");

        assertThat(remote().refs()).isEqualTo(before);
    }

    private void stageResult() {
        folder.write("base.txt", "one\nboth-" + round + "\nthree\n").run("add", "base.txt");
    }

    private void takeResult() throws IOException {
        cases().takeResult(dataRepository(), open, EditedFolder.open(folder.directory()));
    }

    private void assertClosed() throws Exception {
        assertThat(get(TOKEN, CONFLICTS).body().get("conflicts")).isEmpty();
        assertThat(remote().run("branch", "--list", "conflicts/*")).isEmpty();
        assertThat(NativeGit.in(data.local()).run("for-each-ref", "refs/reconciler/main/edited"))
                .isEmpty();
    }

    private String[] listOwn() {
        return NativeGit.in(data.local())
                .run("rev-list", "-3", open.localCommit().hex())
                .split("\n");
    }

    private String stateOf(String commit) throws Exception {
        return get(TOKEN, "/api/v1/repositories/data/commits/" + commit)
                .body()
                .get("state")
                .asText();
    }

    private String path() {
        return CONFLICTS + "/" + open.conflict();
    }
}
