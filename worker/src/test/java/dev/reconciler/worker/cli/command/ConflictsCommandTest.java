package dev.reconciler.worker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.json.Json;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictsCommandTest extends ConflictCommandFixture {
    @ParameterizedTest
    @CsvSource({
        "merge, 'merge' (expected: list",
        "retry, retry of which conflict?",
        "list one/x, list takes no conflict",
        "retry three/x, 'three/x' (expected: REPOSITORY/UTC",
        "show x, 'x' (expected: REPOSITORY/UTC",
        "keep-remote one/x --preview, --preview shows what keep-local would change",
        "edit, edit of which conflict?",
        "edit one/x, edit in which folder?",
        "edit one/x --continue y, 'one/x' (expected: edit --continue DIR",
        "retry one/x y, retry takes no folder",
        "list --continue y, list takes no folder",
        "edit --continue missing, is no folder (expected: a folder that conflicts edit has made",
    })
    void aWrongCommandLineSaysWhatWasExpected(String words, String said) {
        assertThat(conflicts(words.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(said);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void repositoriesWithoutACloneHaveNoConflict() {
        assertThat(conflicts()).isZero();
        assertThat(out).hasToString("no open conflict\n");
    }

    @Test
    void aConflictThatIsNotOpenIsSaid() {
        assertThat(conflicts("keep-local", "one/2026-11-27T08-00-00Z")).isEqualTo(1);
        assertThat(err.toString()).contains("one/2026-11-27T08-00-00Z is no open conflict");
        assertThat(out.toString()).isEmpty();
    }

    /** A script would take an empty output for a list without conflicts. */
    @Test
    void aScriptIsToldOfAFailureOnStandardOutput() throws IOException {
        assertThat(conflicts("show", "one/2026-11-27T08-00-00Z", "--json")).isEqualTo(1);
        assertThat(out.toString()).startsWith("{").contains("\"failed\"", "\"NotFound\"");

        out.getBuffer().setLength(0);
        Files.writeString(directory.resolve("one.git"), "no repository");
        assertThat(conflicts("list", "--json")).isEqualTo(1);
        assertThat(out.toString()).contains("\"failed\"", "\"RepositoryCorrupt\"", "one: ");
    }

    @Test
    void anOpenConflictIsListedShownAndPreviewed() throws IOException {
        RepositoryPair pair = makeConflict();
        String local = NativeGit.in(pair.remote()).run("rev-parse", "conflicts/2026-11-27T08-00-00Z");

        assertThat(conflicts()).isZero();
        assertThat(out).hasToString(NAME + "  since 2026-11-27T08:00:00Z  in base.txt\n");

        out.getBuffer().setLength(0);
        assertThat(conflicts("show", NAME)).isZero();
        assertThat(out.toString()).contains("local   " + local, "        base.txt\n");

        out.getBuffer().setLength(0);
        assertThat(conflicts("show", NAME, "--json")).isZero();
        JsonNode shown = Json.read(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(shown.get("localCommit").asText()).isEqualTo(local);

        out.getBuffer().setLength(0);
        assertThat(conflicts("keep-local", NAME, "--preview")).isZero();
        assertThat(out.toString()).contains("-theirs\n", "+ours\n");
        assertThat(operations.remote.decided).isEmpty();
    }

    /** It was listed as data/alice-wip, and taking the remote's side would have deleted it. */
    @Test
    void aBranchOfSomebodysOwnBelowConflictsIsNobodysConflict() throws IOException {
        makeConflict().script("""
                git -C $CLONE checkout -q -b wip origin/conflicts/2026-11-27T08-00-00Z
                commit $CLONE base.txt hers
                git -C $CLONE push -q origin HEAD:refs/heads/conflicts/alice-wip HEAD:refs/heads/conflicts/alice/wip
                """);

        assertThat(conflicts()).isZero();
        assertThat(out).hasToString(NAME + "  since 2026-11-27T08:00:00Z  in base.txt\n");
        assertThat(conflicts("keep-remote", "data/alice-wip")).isEqualTo(1);
        assertThat(err.toString()).contains("data/alice-wip is no open conflict");
        assertThat(operations.remote.decided).isEmpty();
    }

    /** It was listed as this host's, and a decision would have pushed what began on the branch of another one. */
    @Test
    void whereNoWorkerRunsTheHostsAreAskedWhoseAConflictIs() throws IOException {
        makeConflict();
        String remote = directory.resolve("data/remote.git").toString();
        operations.others.add(new HostRepository(
                new RepositoryId("other"), "other-host", new BranchName("main"), List.of(remote), Duration.ofHours(1)));

        assertThat(conflicts("list", "--json")).isZero();
        assertThat(out.toString()).contains("\"actions\":[]");
        assertThat(conflicts("keep-local", NAME)).isEqualTo(1);
        assertThat(err.toString()).contains("may be of more than one repository");
        assertThat(operations.remote.decided).isEmpty();
    }

    @Test
    void aDecisionIsToldToARunAndItsResultIsPrinted() throws IOException {
        makeConflict();
        ReconcileResult result = ReconcileResult.builder(
                        new RepositoryId("data"), new BranchName("main"), Trigger.CONFLICT)
                .outcome(Outcome.REBASED, "replayed 1 commit")
                .build();
        operations.remote.outcomes.put("data", CompletableFuture.completedFuture(result));

        assertThat(conflicts("keep-local", NAME)).isZero();

        assertThat(operations.remote.decided).singleElement().satisfies(task -> {
            assertThat(task.action()).isEqualTo(ConflictAction.KEEP_LOCAL);
            assertThat(task.conflict().branch()).hasToString("conflicts/2026-11-27T08-00-00Z");
        });
        assertThat(out.toString()).startsWith("data: rebased main");
        assertThat(operations.remote.closed).isTrue();
    }

    @Test
    void aDecisionThatFailedAndOneThatTakesLongerHaveTheirStatus() throws IOException {
        makeConflict();
        assertThat(conflicts("retry", NAME, "--wait", "1ms")).isEqualTo(3);
        assertThat(err.toString()).contains("retry is not done yet; the run goes on as reconcile/data");

        operations.remote.outcomes.put(
                "data",
                CompletableFuture.completedFuture(ReconcileResult.failedUnseen(
                        new RepositoryId("data"),
                        new BranchName("main"),
                        Trigger.CONFLICT,
                        ErrorType.BRANCH_MISSING,
                        "somebody was first")));
        assertThat(conflicts("retry", NAME)).isEqualTo(1);
        assertThat(out.toString()).contains("somebody was first");
    }
}
