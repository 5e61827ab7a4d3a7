package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.Outcome;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.situations.SituationRun.Check;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is claimed of every situation after its first run, and after its second one. */
final class SituationClaims {
    private static final Set<String> KEYS = Set.of(
            "repository",
            "outcome",
            "branch",
            "oldCommit",
            "newCommit",
            "remoteCommit",
            "ahead",
            "behind",
            "conflictBranch",
            "keptRef",
            "remoteRewritten",
            "trigger",
            "attempts",
            "durationMs",
            "reload",
            "message");

    private final Situation situation;
    private final RepositoryPair pair;
    private final SituationRun run;
    private final JsonNode result;

    private SituationClaims(SituationRun run) {
        this.situation = run.situation();
        this.pair = run.pair();
        this.run = run;
        this.result = run.result();
    }

    static Map<String, Check> ofFirstRun(SituationRun run) {
        SituationClaims claims = new SituationClaims(run);
        Map<String, Check> all = new LinkedHashMap<>();
        all.put("it ends as expected", claims::endsAsExpected);
        all.put("it prints the result of the contract", claims::printsTheResultOfTheContract);
        all.put("it tells the commits that are there", claims::tellsTheCommitsThatAreThere);
        all.put("it loses no commit", claims::losesNoCommit);
        all.put("it moves the remote forward only", claims::movesTheRemoteForwardOnly);
        all.put("it touches no other ref", claims::touchesNoOtherRef);
        all.put("it makes nothing dirty", claims::makesNothingDirty);
        all.put("it changes nothing where it fails", claims::changesNothingWhereItFails);
        all.put("it leaves a whole repository and no leftovers", claims::isWhole);
        all.put(
                "the commands after the first run succeed",
                () -> claims.pair.script(claims.situation.first().check()));
        all.put("the plan foresees the outcome", claims::planForeseesTheOutcome);
        all.put("the plan moves nothing", () -> assertThat(run.planned()).isEqualTo(run.before()));
        return all;
    }

    static Map<String, Check> ofSecondRun(SituationRun run) {
        SituationClaims claims = new SituationClaims(run);
        Map<String, Check> all = new LinkedHashMap<>();
        all.put("the second run ends as expected", claims::secondRunEndsAsExpected);
        all.put("the second run leaves a whole repository and no leftovers", claims::isWhole);
        all.put(
                "the commands after the second run succeed",
                () -> claims.pair.script(claims.situation.second().check()));
        return all;
    }

    private static String verdict(JsonNode result) {
        return result.has("error")
                ? result.at("/error/type").asText()
                : result.get("outcome").asText();
    }

    private void endsAsExpected() {
        assertThat(verdict(result)).isEqualTo(situation.first().verdict());
        Outcome outcome = Outcome.of(result.get("outcome").asText());
        assertThat(ExitStatus.of(outcome).code()).isEqualTo(situation.exit());
        String message = result.get("message").asText();
        assertThat(message).isNotBlank();
        assertThat(situation.words()).allMatch(message::contains);
    }

    private void printsTheResultOfTheContract() {
        Set<String> keys = new TreeSet<>();
        result.fieldNames().forEachRemaining(keys::add);
        assertThat(keys).containsAll(KEYS);
        keys.removeAll(KEYS);
        assertThat(keys).isEqualTo(result.get("outcome").asText().equals("failed") ? Set.of("error") : Set.of());
    }

    private void tellsTheCommitsThatAreThere() {
        if (!pair.hasClone() || situation.isFailure()) {
            return;
        }
        NativeGit local = NativeGit.in(pair.local());
        NativeGit remote = NativeGit.in(pair.remote());
        assertThat(result.get("newCommit").asText())
                .isEqualTo(local.id("refs/heads/main").name());
        if (situation.exit() != 3) {
            assertThat(result.get("remoteCommit").asText())
                    .isEqualTo(remote.id("refs/heads/main").name());
            assertThat(result.get("newCommit")).isEqualTo(result.get("remoteCommit"));
        }
        if (result.get("conflictBranch").isTextual()) {
            assertThat(remote.has("refs/heads/" + result.get("conflictBranch").asText()))
                    .isTrue();
        }
        if (result.get("keptRef").isTextual()) {
            assertThat(local.has(result.get("keptRef").asText())).isTrue();
        }
    }

    private void losesNoCommit() {
        Set<RepositoryPair.HeldCommit> held = pair.hasClone() ? pair.held() : Set.of();
        Set<String> kept = held.stream().map(RepositoryPair.HeldCommit::kept).collect(Collectors.toSet());
        for (RepositoryPair.HeldCommit commit : run.before().commits()) {
            if (!held.contains(commit) && !kept.contains(commit.kept())) {
                assertThat(pair.patches(pair.remote(), "main"))
                        .as(commit.toString())
                        .containsAll(pair.patches(pair.local(), "-1 " + commit.id()));
            }
        }
    }

    private void movesTheRemoteForwardOnly() {
        for (String ref : run.before().remoteRefs()) {
            String[] parts = ref.split(" ");
            NativeGit remote = NativeGit.in(pair.remote());
            assertThat(remote.attempt("merge-base", "--is-ancestor", parts[1], parts[0])
                            .status())
                    .as(ref)
                    .isZero();
        }
    }

    private void touchesNoOtherRef() {
        assertThat(run.after().otherRefs()).containsAll(run.before().otherRefs());
    }

    private void makesNothingDirty() {
        assertThat(run.before().status()).containsAll(run.after().status());
    }

    private void changesNothingWhereItFails() {
        if (!situation.isSettledByRun()) {
            assertThat(run.after().branches()).isEqualTo(run.before().branches());
            assertThat(run.after().remoteRefs()).isEqualTo(run.before().remoteRefs());
            assertThat(run.after().files()).isEqualTo(run.before().files());
        }
    }

    private void isWhole() {
        if (pair.hasClone() && situation.isWholeBefore()) {
            NativeGit.in(pair.local()).fsck();
        }
        Set<String> leftovers = pair.leftovers();
        if (situation.otherLock() != null) {
            leftovers.remove(situation.otherLock());
        }
        assertThat(leftovers).isEmpty();
    }

    private void planForeseesTheOutcome() {
        JsonNode plan = run.plan();
        assertThat(plan.get("planned").asBoolean()).isTrue();
        if (situation.isForeseen()) {
            assertThat(verdict(plan)).as(plan.toString()).isEqualTo(verdict(result));
            assertThat(plan.get("ahead")).isEqualTo(result.get("ahead"));
            // What a clone that is missing lacks can't be counted without cloning.
            if (result.get("oldCommit").isTextual()) {
                assertThat(plan.get("behind")).isEqualTo(result.get("behind"));
            }
        }
    }

    private void secondRunEndsAsExpected() {
        assertThat(verdict(result)).isEqualTo(situation.second().verdict());
    }
}
