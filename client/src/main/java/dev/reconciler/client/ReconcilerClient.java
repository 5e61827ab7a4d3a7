package dev.reconciler.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks of the worker of its host. Safe for use by several threads.
 *
 * <p>Each request ends: it connects within 5 seconds, and is answered within 30 and the time that it waits for, of which
 * the worker takes at most 60 seconds. A method throws a {@link ReconcilerProblemException} where the worker refuses,
 * another {@link IOException} where it could not be reached in time, an {@link IllegalArgumentException} where a name
 * has letters that none has, and an {@link IllegalStateException} where the token has.
 */
public final class ReconcilerClient {
    private final ApiRequests requests;

    /**
     * A client of one worker.
     *
     * @param address of the worker ({@code webhook.listen} of its configuration), such as {@code http://127.0.0.1:8080}
     * @param token is asked for each request, so that a rotated token counts at once; white space around it is dropped
     */
    public ReconcilerClient(URI address, Supplier<String> token) {
        this.requests = new ApiRequests(address, token);
    }

    /** The description of the interface in OpenAPI 3.1, as JSON. */
    public String readDescription() throws IOException, InterruptedException {
        byte[] text = requests.send("GET", "/openapi.json", null, Duration.ZERO).body();
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The repositories of the token on this host. */
    public List<RepositoryReport> listRepositories() throws IOException, InterruptedException {
        return list("repositories", RepositoryReport.class);
    }

    /** How that repository is. */
    public RepositoryReport showRepository(String id) throws IOException, InterruptedException {
        return requests.read("GET", pathOf(id), null, Duration.ZERO, RepositoryReport.class);
    }

    /** Starts a run, or asks the one that is at work for another pass, and does not wait for it. */
    public AcceptedRun startRun(String id) throws IOException, InterruptedException {
        return requests.read("POST", pathOf(id) + "/runs", null, Duration.ZERO, AcceptedRun.class);
    }

    /**
     * Starts a run and waits for what a pass that began after this request comes to; a failed one is an answer too.
     *
     * @param wait more than nothing, at most 60 seconds
     * @return empty where the time ran out: the run goes on
     */
    public Optional<RunReport> awaitRun(String id, Duration wait) throws IOException, InterruptedException {
        return await(pathOf(id) + "/runs", requirePositive(wait));
    }

    /**
     * Where a commit is.
     *
     * @param commit its full id
     * @param wait at most 60 seconds: the answer comes as soon as the commit is pushed, escaped or kept, and with the
     *     state that it has by then when the time runs out; zero: at once
     */
    public CommitReport awaitCommit(String id, String commit, Duration wait) throws IOException, InterruptedException {
        String path = pathOf(id) + "/commits/" + ApiRequests.requireName(commit) + ApiRequests.describeWait(wait);
        return requests.read("GET", path, null, wait, CommitReport.class);
    }

    /**
     * Takes a lease: until it ends, the repository's branch, index and files stay as they are, whatever runs.
     *
     * @param ttl how long it counts without a renewal, at least a second and at most 10 minutes; it renews itself until
     *     it is closed, for an hour at most
     * @param wait how long to wait for it, at most 60 seconds; zero: not at all
     * @throws ReconcilerProblemException with status 409 where another holds one, or a move goes first, until then
     */
    public SelfRenewingLease takeLease(String id, Duration ttl, Duration wait)
            throws IOException, InterruptedException {
        String path = pathOf(id) + "/leases";
        SelfRenewingLease.Terms terms = requests.read(
                "POST",
                path + ApiRequests.describeWait(wait),
                SelfRenewingLease.describeTime(ttl),
                wait,
                SelfRenewingLease.Terms.class);
        return SelfRenewingLease.begin(requests, path, terms, ttl);
    }

    /**
     * The open conflicts of the token's repositories, as their remotes show them now; those of a remote that does not
     * answer are missing.
     */
    public List<ConflictReport> listConflicts() throws IOException, InterruptedException {
        return list("conflicts", ConflictReport.class);
    }

    /**
     * An open conflict.
     *
     * @param conflict its name, {@code REPOSITORY/UTC}
     * @throws ReconcilerProblemException with status 404 where it is closed
     */
    public ConflictReport showConflict(String conflict) throws IOException, InterruptedException {
        return requests.read("GET", pathOfConflict(conflict), null, Duration.ZERO, ConflictReport.class);
    }

    /**
     * What {@link ConflictChoice#KEEP_LOCAL} would change; nothing is done.
     *
     * @throws ReconcilerProblemException with status 409 where the local side can't be kept beside the remote's
     */
    public KeepLocalPreview previewKeepLocal(String conflict) throws IOException, InterruptedException {
        String path = pathOfConflict(conflict) + "/" + ConflictChoice.KEEP_LOCAL.word();
        return requests.read("GET", path, null, Duration.ZERO, KeepLocalPreview.class);
    }

    /**
     * Has done about a conflict what a person has decided, and waits for what comes of it; a failure is an answer too.
     *
     * @param wait at most 60 seconds; zero: not at all
     * @return empty where the time ran out: it is under way, and the same call waits for it
     * @throws ReconcilerProblemException with status 409 where somebody else was first, or it can't be done
     */
    public Optional<RunReport> decideConflict(String conflict, ConflictChoice action, Duration wait)
            throws IOException, InterruptedException {
        return await(pathOfConflict(conflict) + "/" + action.word(), wait);
    }

    /**
     * Follows what happens to the token's repositories.
     *
     * @param lastSeen the id of the last event that the application has seen, so that none is missed; null: what
     *     happens from now on
     */
    public EventStream followEvents(@Nullable String lastSeen) throws IOException, InterruptedException {
        return EventStream.open(requests, lastSeen);
    }

    private <T> List<T> list(String name, Class<T> type) throws IOException, InterruptedException {
        JsonNode answer = requests.read("GET", "/" + name, null, Duration.ZERO, JsonNode.class);
        List<T> reports = new ArrayList<>();
        for (JsonNode each : answer.path(name)) {
            reports.add(ApiJson.convert(each, type));
        }
        return reports;
    }

    private Optional<RunReport> await(String path, Duration wait) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = requests.send("POST", path + ApiRequests.describeWait(wait), null, wait);
        return answer.statusCode() == 200
                ? Optional.of(ApiJson.convert(ApiJson.parse(answer.body()), RunReport.class))
                : Optional.empty();
    }

    private static String pathOf(String id) {
        return "/repositories/" + ApiRequests.requireName(id);
    }

    private static String pathOfConflict(String conflict) {
        String[] names = conflict.split("/", -1);
        if (names.length != 2) {
            throw new IllegalArgumentException("'" + conflict + "' (expected: REPOSITORY/UTC)");
        }
        return "/conflicts/" + ApiRequests.requireName(names[0]) + "/" + ApiRequests.requireName(names[1]);
    }

    private static Duration requirePositive(Duration wait) {
        if (wait.isZero() || wait.isNegative()) {
            throw new IllegalArgumentException("wait: " + wait + " (expected: more than nothing)");
        }
        return wait;
    }
}
