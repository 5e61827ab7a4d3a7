package dev.reconciler.worker.page;

import dev.reconciler.git.conflict.ConflictSides;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.access.Viewer;
import dev.reconciler.worker.api.ApiAnswer;
import dev.reconciler.worker.api.ConflictApi;
import dev.reconciler.worker.api.ConflictApi.SeenCommits;
import dev.reconciler.worker.api.ConflictApi.ShownDecision;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.TokenWatch.TokenPresence;
import dev.reconciler.worker.board.RepositoryBoard;
import dev.reconciler.worker.board.RepositoryBoard.CaseReading;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCase;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.http.HttpRoutes;
import dev.reconciler.worker.page.ViewAnswers.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The views of a conflict, and what a person decides about it. */
public final class ConflictRoutes implements HttpRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ConflictRoutes.class);
    private static final String PATH = "/conflicts/{repository}/{name}";
    /** What takes longer, such as behind a lease, goes on and is seen in the view. */
    private static final String PATIENCE = "5s";
    /** The view that the viewer is sent to after these seconds looks for itself. */
    private static final TokenPresence PRESENT = () -> {};

    private final CommitterIdentity committer;
    private final ViewAnswers views;
    private final RepositoryBoard board;
    private final ConflictCases cases;
    private final ConflictApi api;
    private final InstantSource clock;

    /** @param api does what a viewer decides, where the viewer may */
    public ConflictRoutes(
            CommitterIdentity committer,
            ViewAnswers views,
            RepositoryBoard board,
            ConflictCases cases,
            ConflictApi api,
            InstantSource clock) {
        this.committer = committer;
        this.views = views;
        this.board = board;
        this.cases = cases;
        this.api = api;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(PATH, context -> {
            String id = context.pathParam("repository");
            String name = context.pathParam("name");
            views.show(context, viewer -> board.findCase(id, name, viewer::sees)
                    .flatMap(reading -> paint(reading, name, viewer)));
        });
        routes.get(PATH + "/keep-local", context -> {
            String id = context.pathParam("repository");
            String name = context.pathParam("name");
            views.show(context, viewer -> Optional.of(paintDecision(id, name, viewer)));
        });
        for (ConflictAction action : ConflictAction.values()) {
            routes.post(PATH + "/" + action.wire(), context -> decide(context, action));
        }
    }

    private Optional<View> paint(CaseReading reading, String name, Viewer viewer) {
        RepositoryConfiguration repository = reading.entry().repository();
        RepositorySettings settings = repository.settings(committer);
        return ConflictPortrait.of(
                        reading,
                        name,
                        reading.open().flatMap(open -> readSides(repository, open)),
                        DivergenceStory.of(reading.entry(), settings, clock.instant())
                                .orElse(null),
                        viewer.mayAct(),
                        clock.instant())
                .map(portrait -> new View("conflict", "Conflict in " + repository.id(), portrait, true));
    }

    private Optional<ConflictSides> readSides(RepositoryConfiguration repository, ConflictCase open) {
        try {
            return Optional.of(cases.readSides(repository, open));
        } catch (IOException unreadable) {
            LOG.debug("{}: both sides of {} could not be read", repository.id(), open.branch(), unreadable);
            return Optional.empty();
        }
    }

    private View paintDecision(String id, String name, Viewer viewer) {
        ShownDecision shown = api.showLocal(viewer.token(), id, name);
        // What is shown is what the form decides about: it must not change under the hands of who reads it.
        return new View("preview", "Keep this host's side", DecisionPreview.of(shown, name, viewer.mayAct()), false);
    }

    private void decide(Context context, ConflictAction action) {
        String id = context.pathParam("repository");
        String name = context.pathParam("name");
        String shown = "/conflicts/" + id + "/" + name;
        views.act(context, (viewer, form) -> {
            SeenCommits seen = new SeenCommits(parseCommit(form.field("local")), parseCommit(form.field("remote")));
            boolean isVisible = board.find(id, viewer::sees).isPresent();
            try {
                var decision = api.decideSeen(viewer.token(), id, name, action, seen, PATIENCE, PRESENT);
                LOG.info("{}/{}: {} was asked for on the page by {}", id, name, action, viewer.name());
                return decision.thenApply(answer -> noteAnswer(answer, shown)).exceptionally(failure -> {
                    throw explainLate(failure, isVisible);
                });
            } catch (RequestProblemException refused) {
                return CompletableFuture.failedFuture(explainLate(refused, isVisible));
            }
        });
    }

    private String noteAnswer(ApiAnswer answer, String shown) {
        if (answer.body() instanceof ReconcileResult result) {
            board.noteDecision(result);
        }
        return shown;
    }

    /** A conflict that was shown and is not open any more is no wrong address: somebody was faster. */
    private static RuntimeException explainLate(Throwable failure, boolean isVisible) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof RequestProblemException problem)) {
            return new CompletionException(cause);
        }
        return isVisible && problem.details().status() == 404
                ? new RequestProblemException(
                        409, "It is not open any more: somebody has decided, merged or deleted it meanwhile.")
                : problem;
    }

    private static @Nullable CommitId parseCommit(@Nullable String hash) {
        if (hash == null || hash.isEmpty()) {
            return null;
        }
        try {
            return new CommitId(hash);
        } catch (IllegalArgumentException wrong) {
            throw new RequestProblemException(400, "The form names no commit: load its page once more.");
        }
    }
}
