package dev.reconciler.worker.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page shows of a conflict, and what people do about it there, on real repositories. */
@Tag("slow")
class PageConflictsTest {
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([0-9a-f]+)\"");

    @TempDir
    static Path root;

    private static PageHost host;
    private static String session;

    private String path;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        host = new PageHost(root, PageHost.TOKENS);
        session = host.logIn(PageHost.TOKEN);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (host != null) {
            host.close();
        }
    }

    @BeforeEach
    void makeConflict() throws Exception {
        host.reconcile("data");
        path = host.makeConflict();
    }

    @Test
    void bothSidesOfEachFileAreShownWithTheirCommits() throws Exception {
        String view = look(path);

        assertThat(view)
                .contains("One file", "base.txt", "class=\"removed\"", "class=\"added\"")
                .containsPattern("\\+local-\\d")
                .containsPattern("\\+remote-\\d")
                .containsPattern("base.txt: one.nlocal-\\d")
                .contains("/retry\"", "/keep-remote\"", "/keep-local\"")
                .contains("reconciler conflicts edit data/" + name() + " data-" + name() + "<")
                .contains("reconciler conflicts edit --continue data-" + name() + "<");
        assertThat(host.get("/", "Cookie", session).body()).contains("href=\"" + path + "\"");
    }

    @Test
    void whoMayOnlyReadIsOfferedNothing() throws Exception {
        String[] reader = {"Authorization", "Bearer " + PageHost.DATA_ONLY};

        assertThat(host.get(path, reader).body())
                .contains("You may look, and not decide", "base.txt")
                .doesNotContain("<form class=\"card\"");
        assertThat(host.get(path + "/keep-local", reader).body()).doesNotContain("<form class=\"decide\"");
        assertThat(host.post(path + "/retry", "", reader).statusCode()).isEqualTo(403);
        assertThat(host.get(path + "/keep-local").statusCode()).isEqualTo(401);
        assertThat(host.post(path + "/keep-remote", "").statusCode()).isEqualTo(401);
    }

    @Test
    void aFormOfAnotherSiteDecidesNothing() throws Exception {
        assertThat(host.post(path + "/keep-remote", "", "Cookie", session).statusCode())
                .isEqualTo(403);
        assertThat(host.post(
                                path + "/keep-remote",
                                form(look(path), "keep-remote"),
                                "Cookie",
                                session,
                                "Sec-Fetch-Site",
                                "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(look(path)).contains(">open</span>");
    }

    @Test
    void aRetryThatConflictsStillSaysSo() throws Exception {
        HttpResponse<String> answer = decide("retry");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(path);
        assertThat(look(path)).contains("conflicts still", ">open</span>");
    }

    @Test
    void keepRemoteClosesItAndSaysWhereTheCommitsAre() throws Exception {
        assertThat(decide("keep-remote").statusCode()).isEqualTo(303);

        assertThat(lookAtEnd()).contains("refs/rewound/").doesNotContain("<form class=\"card\"");
        assertThat(host.get("/repositories/data", "Cookie", session).body()).doesNotContain("href=\"" + path + "\"");
    }

    @Test
    void keepLocalIsShownBeforeItIsDone() throws Exception {
        String preview = look(path + "/keep-local");

        assertThat(preview)
                .containsPattern("-remote-\\d")
                .containsPattern("\\+local-\\d")
                .contains("one file changes");
        HttpResponse<String> answer = host.post(path + "/keep-local", form(preview, "keep-local"), "Cookie", session);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(lookAtEnd()).contains("replayed 1 commit of conflicts/");
        assertThat(remote().run("show", "main:base.txt")).contains("local-");
    }

    @Test
    void whatHasChangedSinceItWasShownIsLookedAtOnceMore() throws Exception {
        String preview = look(path + "/keep-local");
        host.data.script("commit $REMOTE later.txt later\n");

        HttpResponse<String> answer = host.post(path + "/keep-local", form(preview, "keep-local"), "Cookie", session);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(answer.body()).contains("moved on", "href=\"" + path + "\"");
        assertThat(remote().run("show", "main:base.txt")).contains("remote-");
    }

    @Test
    void ofTwoWhoDecideAtOnceOneIsTold() throws Exception {
        String remotes = form(look(path), "keep-remote");
        String locals = form(look(path + "/keep-local"), "keep-local");

        List<HttpResponse<String>> answers = Stream.of(
                        Map.entry("keep-remote", remotes), Map.entry("keep-local", locals))
                .map(each -> CompletableFuture.supplyAsync(() -> post(each.getKey(), each.getValue())))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(303, 409);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 409)
                .singleElement()
                .satisfies(late -> assertThat(late.body())
                        .contains("That did not work", "any more: somebody", "<a href=\"" + path + "\">"));
        assertThat(lookAtEnd()).doesNotContain("<form class=\"card\"");
        assertThat(decideWith("retry", remotes).body()).contains("It is not open any more");
    }

    @Test
    void aDecisionWaitsForALease() throws Exception {
        HttpResponse<String> taken = host.call("POST", "/api/v1/repositories/data/leases", "{\"ttl\":\"1m\"}");
        String lease = taken.body().replaceAll("(?s).*\"lease\":\"([0-9a-f]+)\".*", "$1");

        // The remote's side needs nothing of the work tree, the local one does.
        HttpResponse<String> answer = decideWith("keep-local", form(look(path + "/keep-local"), "keep-local"));
        Awaitility.await().until(() -> look(path), view -> view.contains("the lease of ops"));
        assertThat(look(path)).contains(">open</span>");
        host.call("DELETE", "/api/v1/repositories/data/leases/" + lease, "");
        host.reconcile("data");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(lookAtEnd()).doesNotContain("<form class=\"card\"");
    }

    @Test
    void aConflictThatNobodyKnowsIsNotThere() throws Exception {
        assertThat(host.get("/conflicts/data/2020-01-01T00-00-00Z", "Cookie", session)
                        .statusCode())
                .isEqualTo(404);
        assertThat(host.get("/conflicts/nothing/x/keep-local", "Cookie", session)
                        .statusCode())
                .isEqualTo(404);
        assertThat(decideWith("retry", form(look(path), "retry").replaceFirst("local=[0-9a-f]+", "local=x"))
                        .statusCode())
                .isEqualTo(400);
    }

    private static NativeGit remote() {
        return NativeGit.in(host.data.remote());
    }

    private String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String look(String at) throws IOException, InterruptedException {
        return host.get(at, "Cookie", session).body();
    }

    /** The view once the conflict is closed: on a busy machine the answer comes before that. */
    private String lookAtEnd() {
        return Awaitility.await().until(() -> look(path), view -> view.contains(">closed</span>"));
    }

    private HttpResponse<String> decide(String action) throws IOException, InterruptedException {
        return decideWith(action, form(look(path), action));
    }

    private HttpResponse<String> decideWith(String action, String form) throws IOException, InterruptedException {
        return host.post(path + "/" + action, form, "Cookie", session);
    }

    private HttpResponse<String> post(String action, String form) {
        try {
            return decideWith(action, form);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** What a browser sends of the form for that action in a view. */
    private static String form(String view, String action) {
        String form = view.substring(view.indexOf("/" + action + "\""));
        Matcher field = FIELD.matcher(form.substring(0, form.indexOf("</form>")));
        Map<String, String> fields = new HashMap<>();
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("&"));
    }
}
