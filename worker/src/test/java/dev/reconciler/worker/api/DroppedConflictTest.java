package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.edit.EditedFolder;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.conflict.ConflictCase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A conflict whose commits stand on one that the remote has dropped since, such as a password that was pushed by mistake.
 * Whatever a person decides, what was dropped is not pushed again.
 */
class DroppedConflictTest extends ApplicationFixture {
    private static final String RUNS = "/api/v1/repositories/data/runs?wait=30s";
    private static final String CONFLICTS = "/api/v1/conflicts";

    private int round;
    private JsonNode open;

    @BeforeEach
    void dropWhatAConflictStandsOn() throws Exception {
        round++;
        data.script("git --git-dir=$REMOTE for-each-ref --format='delete %(refname)' refs/heads/conflicts"
                + " | git --git-dir=$REMOTE update-ref --stdin\n");
        post(TOKEN, RUNS);
        data.script("git --git-dir=$REMOTE update-ref refs/heads/clean main\n"
                + "commit $REMOTE password.txt secret-%d\n".formatted(round));
        assertThat(run()).isEqualTo("fast-forwarded");
        data.script("""
                commit $REMOTE base.txt 'one\\nremote-%1$d\\nthree'
                commit $CLONE base.txt 'one\\nlocal-%1$d\\nthree'
                commit $CLONE own-%1$d.txt own
                """.formatted(round));
        assertThat(run()).isEqualTo("conflict-escaped");
        data.script("""
                git --git-dir=$REMOTE update-ref refs/heads/main clean
                commit $REMOTE other-%1$d.txt other
                """.formatted(round));
        assertThat(run()).isEqualTo("rewound");
        open = get(TOKEN, CONFLICTS).body().get("conflicts").get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "keep-local"})
    void whatIsReplayedIsTheConflictsOwn(String action) throws Exception {
        Received decided = post(TOKEN, CONFLICTS + "/" + open.get("conflict").asText() + "/" + action + "?wait=30s");

        assertThat(decided.body().get("outcome").asText()).isEqualTo("rebased");
        assertThat(decided.body().get("keptRef").asText()).startsWith("refs/rewound/");
        assertOnlyOwnIsPushed();
    }

    @Test
    void aFolderHoldsTheConflictsOwnAlone() throws Exception {
        ConflictCase conflict = cases().listOf(dataRepository()).get(0);
        Path place = root.resolve("dropped-" + round);

        assertThat(cases().makeFolder(dataRepository(), conflict, place).commits())
                .isEqualTo(2);
        assertThat(NativeGit.in(place).run("ls-files")).doesNotContain("password.txt");
        cases().takeResult(dataRepository(), conflict, EditedFolder.open(place));
        Received edited = post(TOKEN, CONFLICTS + "/" + open.get("conflict").asText() + "/edit?wait=30s");

        assertThat(edited.body().get("outcome").asText()).isEqualTo("rebased");
        assertOnlyOwnIsPushed();
    }

    @Test
    void aResultOnWhatTheRemoteDropsBeforeItIsPushedIsNotPushed() throws Exception {
        ConflictCase conflict = cases().listOf(dataRepository()).get(0);
        Path place = root.resolve("dropped-" + round);
        cases().makeFolder(dataRepository(), conflict, place);
        cases().takeResult(dataRepository(), conflict, EditedFolder.open(place));
        data.script("git --git-dir=$REMOTE update-ref refs/heads/main clean\n");

        Received edited = post(TOKEN, CONFLICTS + "/" + open.get("conflict").asText() + "/edit?wait=30s");

        assertProblem(edited, 409, "has dropped 1 of the commits");
        assertThat(remote().run("rev-parse", "main")).isEqualTo(remote().run("rev-parse", "clean"));
    }

    private String run() throws Exception {
        return post(TOKEN, RUNS).body().get("outcome").asText();
    }

    private void assertOnlyOwnIsPushed() {
        assertThat(remote().run("log", "--format=", "--name-only", "clean..main")
                        .lines())
                .containsExactly("own-%d.txt".formatted(round), "base.txt", "other-%d.txt".formatted(round));
        assertThat(remote().run("ls-tree", "--name-only", "main")).doesNotContain("password.txt");
        assertThat(remote().run("branch", "--list", "conflicts/*")).isEmpty();
    }
}
