package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.api.ApiAnswer;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.TokenWatch.TokenPresence;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests whose sender knows the secret, from the path to the run. */
class WebhookRoutesTest extends EndpointFixture {
    private static final String REPOSITORIES = """
            - { id: hub, path: hub.git, remote: "https://github.com/civic-org/open-data", branch: main }
            - { id: hub-live, path: hub-live.git, remote: "git@github.com:Civic-Org/Open-Data.git", branch: data/live }
            - { id: lab, path: lab.git, remote: "git@gitlab.example.org:civic/open-data.git", branch: main }
            - { id: lab-ssh, path: lab-ssh.git, remote: "ssh://git@gitlab.example.org:2222/civic/open-data.git", branch: main }
            - id: tea
              path: tea.git
              remote: "http://tea.internal:3000/civic/open-data.git"
              aliases: [ "https://git.example.org:3000/civic/open-data" ]
              branch: main
            """;

    private final List<String> awaited = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource(textBlock = """
            github, push,              github-push,          hub
            github, push,              github-push-slash,    hub-live
            gitlab, Push Hook,         gitlab-push,          lab
            gitlab, System Hook,       gitlab-push,          lab
            gitlab, Push Hook,         gitlab-push-ssh-only, lab-ssh
            gitea,  push,              gitea-push,           tea
            """)
    void aPushToTheConfiguredBranchStartsARun(String forge, String event, String payload, String id) throws Exception {
        serve(REPOSITORIES);

        Received received = deliver(forge, event, payload(payload));

        assertThat(received.status()).as(received.body().toString()).isEqualTo(202);
        assertThat(received.body()).hasToString("{\"workflowId\":\"reconcile/" + id + "\"}");
        assertThat(starter.started).containsExactly(id + " on data-host-1 by webhook");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            github, ping,               github-ping,              event ping
            github, pull_request,       github-push,              event pull_request
            github, push,               github-tag,               refs/tags/v1.4.0 is no branch
            github, push,               github-delete,            branch main was deleted
            github, push,               github-push-other-branch, branch feature/maps is not configured
            gitlab, Tag Push Hook,      gitlab-tag,               event tag_push
            gitlab, Push Hook,          gitlab-delete,            branch main was deleted
            gitlab, Merge Request Hook, gitlab-merge-request,     event merge_request
            gitea,  push,               gitea-tag,                refs/tags/v1.4.0 is no branch
            gitea,  delete,             gitea-delete,             event delete
            """)
    void everyOtherEventIsIgnored(String forge, String event, String payload, String why) throws Exception {
        serve(REPOSITORIES);

        Received received = deliver(forge, event, payload(payload));

        assertThat(received.status()).isEqualTo(200);
        assertThat(received.body()).hasToString("{\"ignored\":\"" + why + "\"}");
        assertThat(starter.started).isEmpty();
    }

    @Test
    void aRepositoryThatNoHostHasIsNoErrorForWhichAForgeSwitchesItsHookOff() throws Exception {
        serve("- { id: other, path: other.git, remote: \"https://github.com/civic-org/other\", branch: main }");

        Received received = deliver("github", "push", payload("github-push"));

        assertThat(received.status()).isEqualTo(200);
        assertThat(received.body().get("ignored").asText()).contains("github.com/civic-org/open-data");
    }

    @Test
    void theSourceOfAMirrorIsNotTheRepository() throws Exception {
        serve(
                "- { id: upstream, path: up.git, remote: \"https://git.elsewhere.example/upstream/open-data\", branch: main }");

        assertThat(deliver("github", "push", payload("github-push")).status()).isEqualTo(200);
        assertThat(starter.started).isEmpty();
    }

    @Test
    void aRepositoryOfAnotherHostIsStartedThere() throws Exception {
        serve("- { id: other, path: other.git, remote: \"https://github.com/civic-org/other\", branch: main }");
        elsewhere.add(shared("far", "https://github.com/Civic-Org/Open-Data.git"));

        assertThat(deliver("github", "push", payload("github-push")).status()).isEqualTo(202);
        assertThat(starter.started).containsExactly("far on data-host-2 by webhook");
    }

    @Test
    void everyCloneOfTheRemoteIsStarted() throws Exception {
        serve(REPOSITORIES);
        elsewhere.add(shared("far", "https://github.com/Civic-Org/Open-Data.git"));
        elsewhere.add(shared("hub", "https://github.com/Civic-Org/Open-Data.git"));

        Received received = deliver("github", "push", payload("github-push"));

        assertThat(received.body())
                .hasToString(
                        "{\"workflowId\":\"reconcile/hub\",\"workflowIds\":[\"reconcile/hub\",\"reconcile/far\"]}");
        assertThat(starter.started).containsExactly("hub on data-host-1 by webhook", "far on data-host-2 by webhook");
    }

    private static HostRepository shared(String id, String remote) {
        return new HostRepository(
                new RepositoryId(id), "data-host-2", new BranchName("main"), List.of(remote), Duration.ofHours(1));
    }

    @Test
    void aPushOfThisProgramStartsNothing() throws Exception {
        serve(REPOSITORIES);
        NativeGit clone = NativeGit.init(directory.resolve("hub.git"));
        ObjectId before = clone.commit("a", "1");
        ObjectId pushed = clone.commit("a", "2");

        Received echo = deliver("github", "push", githubPush(before, pushed));

        assertThat(echo.status()).isEqualTo(200);
        assertThat(echo.body().get("ignored").asText()).isEqualTo("the local branch has " + pushed.name() + " already");
        assertThat(starter.started).isEmpty();
    }

    @Test
    void aPushThatTookBackALocalCommitStartsARun() throws Exception {
        serve(REPOSITORIES);
        NativeGit clone = NativeGit.init(directory.resolve("hub.git"));
        ObjectId kept = clone.commit("a", "1");
        ObjectId dropped = clone.commit("a", "2");

        assertThat(deliver("github", "push", githubPush(dropped, kept)).status())
                .isEqualTo(202);
    }

    /** Neither the call of a CI job nor the push of a branch that was deleted before says what was there. */
    @Test
    void aRewindThatDoesNotSayWhatItTookBackStartsARun() throws Exception {
        serve(REPOSITORIES);
        NativeGit clone = NativeGit.init(directory.resolve("hub.git"));
        ObjectId kept = clone.commit("a", "1");
        ObjectId dropped = clone.commit("a", "2");
        clone.run("update-ref", "refs/remotes/origin/main", dropped.name());

        Received job = reload("{\"repository\":\"hub\",\"branch\":\"main\",\"commitHash\":\"" + kept.name() + "\"}");
        Received forge = deliver("github", "push", githubPush(ObjectId.zeroId(), kept));

        assertThat(job.status()).as(job.body().toString()).isEqualTo(202);
        assertThat(forge.status()).as(forge.body().toString()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"repository":"hub","branch":"main","commitHash":"1481a2de7b2a7d02428ad93446ab166be7793fbb"} | 202
            {"repository":"hub"}                                                                         | 202
            {"repository":"https://github.com/civic-org/open-data","branch":"main"}                      | 202
            {"repository":"hub","branch":"maps","commitHash":null}                                       | 200
            {"repository":"nobody","branch":"main"}                                                      | 404
            {"branch":"main"}                                                                            | 400
            """)
    void aCiJobNamesTheRepository(String json, int status) throws Exception {
        serve("- { id: hub, path: hub.git, remote: \"https://github.com/civic-org/open-data\", branch: main }");

        Received received = reload(json);

        assertThat(received.status()).as(received.body().toString()).isEqualTo(status);
        assertThat(starter.started).hasSize(status == 202 ? 1 : 0);
    }

    @Test
    void aCommitThatIsHereNeedsNoReload() throws Exception {
        serve(REPOSITORIES);
        NativeGit clone = NativeGit.init(directory.resolve("hub.git"));
        ObjectId commit = clone.commit("a", "1");
        clone.run("update-ref", "refs/remotes/origin/main", commit.name());

        Received received =
                reload("{\"repository\":\"hub\",\"branch\":\"main\",\"commitHash\":\"" + commit.name() + "\"}");

        assertThat(received.status()).isEqualTo(200);
    }

    @Test
    void theFormOfTheSecretsFileDoesNotMatterAndARotatedOneTakesEffect() throws Exception {
        serve(REPOSITORIES);
        byte[] push = payload("gitlab-push");
        assertThat(deliver("gitlab", "Push Hook", push).status()).isEqualTo(202);

        Files.writeString(directory.resolve("secret"), "another");

        assertThat(deliver("gitlab", "Push Hook", push).status()).isEqualTo(401);
        assertThat(post("/webhooks/gitlab", push, "X-Gitlab-Token", "another").status())
                .isEqualTo(202);
    }

    @Test
    void whileTemporalIsAwayTheSenderIsAskedToComeBack() throws Exception {
        serve(REPOSITORIES);
        starter.away = true;

        Received received = deliver("github", "push", payload("github-push"));

        assertThat(received.status()).isEqualTo(503);
        assertThat(received.body().get("error").asText()).contains("send it again later");
    }

    /** What the passes of the clones one, two and three come to is up to each test. */
    private Received awaitClones(Function<String, ApiAnswer> pass) throws Exception {
        passes = (repository, trigger, wait, present) -> {
            awaited.add(repository.id().value());
            return CompletableFuture.completedFuture(pass.apply(repository.id().value()));
        };
        serve("""
                - { id: one, path: one.git, remote: 'https://git.example.org/data.git', branch: main }
                - { id: two, path: two.git, remote: 'https://git.example.org/data.git', branch: main }
                - { id: three, path: three.git, remote: 'https://git.example.org/data.git', branch: main }
                """);
        return reloadAt(
                "/webhooks/reload?wait=20s", "{\"repository\":\"https://git.example.org/data\",\"branch\":\"main\"}");
    }

    private static ApiAnswer passed(String id, Outcome outcome) {
        return new ApiAnswer(
                200,
                ReconcileResult.builder(new RepositoryId(id), new BranchName("main"), Trigger.WEBHOOK)
                        .outcome(outcome, "as the test has it")
                        .build());
    }

    @Test
    void aJobThatWaitsForSeveralClonesHearsOfTheHeaviestOutcomeAndOfAll() throws Exception {
        Received received =
                awaitClones(id -> passed(id, id.equals("two") ? Outcome.CONFLICT_ESCAPED : Outcome.FETCH_FAILED));

        assertThat(awaited).containsExactly("one", "two", "three");
        assertThat(received.status()).as(received.body().toString()).isEqualTo(200);
        assertThat(received.body().get("repository").asText()).isEqualTo("two");
        assertThat(received.body().get("outcome").asText()).isEqualTo("conflict-escaped");
        assertThat(received.body().get("results"))
                .extracting(line -> line.get("repository").asText())
                .containsExactly("one", "two", "three");
    }

    @Test
    void whereOneOfSeveralClonesIsNotDoneInTimeTheJobIsToldTheRunsOfAll() throws Exception {
        Received received = awaitClones(
                id -> id.equals("two") ? new ApiAnswer(202, Map.of("runId", "r")) : passed(id, Outcome.IN_SYNC));

        assertThat(received.status()).isEqualTo(202);
        assertThat(received.body().get("workflowIds"))
                .extracting(JsonNode::asText)
                .containsExactly("reconcile/one", "reconcile/two", "reconcile/three");
    }

    @Test
    void whatIsRefusedForOneCloneIsAskedForTheOthersAndTheJobIsToldWhenToComeBack() throws Exception {
        Received received = awaitClones(id -> {
            throw RequestProblemException.unavailable("too many callers wait", Duration.ofSeconds(10));
        });

        assertThat(awaited).containsExactly("one", "two", "three");
        assertThat(received.status()).isEqualTo(503);
        assertThat(received.headers().get("retry-after")).containsExactly("10");
        assertThat(received.body().get("error").asText()).contains("too many");
    }

    @Test
    void aJobThatWaitsWhileTemporalIsAwayIsToldWhenToComeBack() throws Exception {
        Received received = awaitClones(id -> {
            throw new TemporalUnavailableException("away", new IllegalStateException("away"));
        });

        assertThat(received.status()).isEqualTo(503);
        assertThat(received.headers().get("retry-after")).containsExactly("10");
        assertThat(received.body().get("error").asText()).contains("does not answer");
    }

    @Test
    void theWaitOfAJobEndsWithTheTokenOfJobs() throws Exception {
        List<TokenPresence> asked = new ArrayList<>();
        passes = (repository, trigger, wait, present) -> {
            present.require();
            asked.add(present);
            return CompletableFuture.completedFuture(passed("data", Outcome.IN_SYNC));
        };
        serve("- { id: data, path: data.git, remote: 'https://git.example.org/data.git', branch: main }");
        assertThat(reloadAt("/webhooks/reload?wait=20s", "{\"repository\":\"data\"}")
                        .status())
                .isEqualTo(200);

        Files.writeString(directory.resolve("token"), "canary-rotated");

        assertThatThrownBy(asked.get(0)::require).hasMessageContaining("reloadToken");
    }

    @Test
    void aJobThatWaitsIsAnsweredWithTheOutcomeOfAPass() throws Exception {
        serve("- { id: data, path: data.git, remote: 'https://git.example.org/data.git', branch: main }");

        Received waited = reloadAt("/webhooks/reload?wait=20s", "{\"repository\":\"data\",\"branch\":\"main\"}");
        assertThat(waited.status()).isEqualTo(200);
        assertThat(waited.body().get("passed").asText()).isEqualTo("data by webhook within PT20S");
        assertThat(starter.started).isEmpty();

        Received other = reloadAt("/webhooks/reload?wait=20s", "{\"repository\":\"data\",\"branch\":\"other\"}");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.body().get("ignored").asText()).contains("other");
        assertThat(reloadAt("/webhooks/reload?wait=20s", "{\"repository\":\"none\"}")
                        .status())
                .isEqualTo(404);
        Received wrong = reloadAt("/webhooks/reload?wait=long", "{\"repository\":\"data\"}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body().get("error").asText()).contains("wait: 'long'");
    }
}
