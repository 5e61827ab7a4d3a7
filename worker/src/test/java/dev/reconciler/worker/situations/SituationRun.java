package dev.reconciler.worker.situations;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One situation on its way through the program: what was there at each step, and the claims with what refuted them. */
final class SituationRun {
    /** A claim; null is its failure where it held. */
    record Claim(String name, @Nullable Throwable failure) {}

    interface Check {
        void run() throws Exception;
    }

    private final Situation situation;
    private final RepositoryPair pair;
    private final FaultyServer server;
    private final List<Claim> claims = new ArrayList<>();
    private boolean isStopped;
    private boolean isWithoutResult;
    private RepositoryPair.Snapshot before;
    private RepositoryPair.Snapshot planned;
    private RepositoryPair.Snapshot after;
    private JsonNode plan;
    private JsonNode result;

    SituationRun(Situation situation, Path home, FaultyServer server) {
        this.situation = situation;
        this.pair = new RepositoryPair(home, situation.folder());
        this.server = server;
    }

    Situation situation() {
        return situation;
    }

    RepositoryPair pair() {
        return pair;
    }

    List<Claim> claims() {
        return claims;
    }

    /** Whether a step failed without which the following ones say nothing. */
    boolean isStopped() {
        return isStopped;
    }

    /** Whether the program ended without a result for this situation. */
    boolean isWithoutResult() {
        return isWithoutResult;
    }

    RepositoryPair.Snapshot before() {
        return before;
    }

    RepositoryPair.Snapshot planned() {
        return planned;
    }

    RepositoryPair.Snapshot after() {
        return after;
    }

    JsonNode plan() {
        return plan;
    }

    JsonNode result() {
        return result;
    }

    /** The situation's entry in the configuration for one of its runs. */
    String entry(Situation.Run run) {
        String url = run.url() == null
                ? pair.remote().toUri().toString()
                : run.url()
                        .replace("$HTTP", server.url())
                        .replace("$ROOT", pair.home().toString());
        return "  - { id: \"%s\", path: \"%s\", remote: \"%s\", branch: main }\n"
                .formatted(situation.id(), pair.local(), url);
    }

    void setUp() {
        require("its commands make it", () -> {
            pair.script(situation.given());
            before = pair.look();
        });
    }

    void takePlan(@Nullable JsonNode told, String err) {
        requireResult("the plan has a result", told, err);
        require("it can be looked at after the plan", () -> planned = pair.look());
        plan = told;
    }

    void takeFirst(@Nullable JsonNode told, String err) {
        requireResult("the first run has a result", told, err);
        require("it can be looked at after the first run", () -> after = pair.look());
        result = told;
        if (!isStopped) {
            SituationClaims.ofFirstRun(this).forEach(this::claim);
        }
    }

    void goOn() {
        require("its commands between the runs succeed", () -> pair.script(situation.meanwhile()));
    }

    void takeSecond(@Nullable JsonNode told, String err) {
        requireResult("the second run has a result", told, err);
        result = told;
        if (!isStopped) {
            SituationClaims.ofSecondRun(this).forEach(this::claim);
        }
    }

    private void requireResult(String name, @Nullable JsonNode told, String err) {
        require(name, () -> {
            isWithoutResult = told == null;
            if (told == null) {
                throw new AssertionError("no result; standard error:\n" + err);
            }
        });
    }

    /** Claims what the following steps need. */
    private void require(String name, Check check) {
        if (!isStopped) {
            isStopped = !claim(name, check);
        }
    }

    private boolean claim(String name, Check check) {
        Throwable failure = null;
        try {
            check.run();
        } catch (Exception | AssertionError e) {
            failure = new AssertionError(
                    situation.name() + ": " + name + ": refuted\nin " + situation.describe() + "\nresult: " + result
                            + "\n" + e.getMessage(),
                    e);
        }
        claims.add(new Claim(name, failure));
        return failure == null;
    }
}
