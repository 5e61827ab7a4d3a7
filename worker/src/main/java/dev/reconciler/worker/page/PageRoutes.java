package dev.reconciler.worker.page;

import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.access.FormGuard;
import dev.reconciler.worker.access.RequestOrigin;
import dev.reconciler.worker.access.ViewAccess;
import dev.reconciler.worker.access.Viewer;
import dev.reconciler.worker.api.ApplicationApi;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.board.BoardEntry;
import dev.reconciler.worker.board.RepositoryBoard;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.http.HttpRoutes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The views of the page, each for those who may see it. */
public final class PageRoutes implements HttpRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PageRoutes.class);

    private final Configuration configuration;
    private final ViewAccess access;
    private final FormGuard guard;
    private final LoginRoutes.LoginPage login;
    private final RepositoryBoard board;
    private final ApplicationApi api;
    private final InstantSource clock;
    // Their own threads, so that a disk or a service that does not answer never holds up the health of this host.
    private final ExecutorService handlers = VirtualThreads.newDaemonExecutor("page");

    /**
     * @param login what strangers are shown
     * @param api does what a viewer asks for, where the viewer may
     */
    public PageRoutes(
            Configuration configuration,
            ViewAccess access,
            FormGuard guard,
            LoginRoutes.LoginPage login,
            RepositoryBoard board,
            ApplicationApi api,
            InstantSource clock) {
        this.configuration = configuration;
        this.access = access;
        this.guard = guard;
        this.login = login;
        this.board = board;
        this.api = api;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/", context -> {
            ListQuery query =
                    ListQuery.of(context.queryParam("q"), context.queryParam("state"), context.queryParam("page"));
            show(
                    context,
                    "list",
                    viewer -> Optional.of(new View(
                            "Repositories", RepositoryList.of(board.read(viewer::sees), query, clock.instant()))));
        });
        routes.get("/repositories/{id}", context -> {
            String id = context.pathParam("id");
            show(context, "repository", viewer -> board.find(id, viewer::sees).map(entry -> paint(entry, viewer)));
        });
        routes.get("/conflicts/{repository}/{name}", context -> {
            String id = context.pathParam("repository");
            String name = context.pathParam("name");
            show(context, "conflict", viewer -> board.find(id, viewer::sees)
                    .flatMap(entry -> ConflictPortrait.find(
                            entry, name, entry.repository().settings(configuration.identity()), clock.instant()))
                    .map(conflict -> new View("Conflict in " + id, conflict)));
        });
        routes.post("/repositories/{id}/runs", context -> SentForm.read(context, form -> startRun(context, form)));
    }

    private View paint(BoardEntry entry, Viewer viewer) {
        RepositoryConfiguration repository = entry.repository();
        return new View(
                repository.id().value(),
                RepositoryPortrait.of(
                        entry,
                        repository.settings(configuration.identity()),
                        board.readTraces(repository),
                        listingInTemporal(repository),
                        viewer.mayAct(),
                        clock.instant()));
    }

    /** Where Temporal's UI shows the runs of a repository; empty where nobody said where that is. */
    private String listingInTemporal(RepositoryConfiguration repository) {
        String ui = configuration.page().temporalUi();
        String namespace = Objects.requireNonNullElse(configuration.temporal().namespace(), "default");
        return ui == null
                ? ""
                : ui.replaceFirst("/+$", "") + "/namespaces/" + namespace + "/workflows/"
                        + repository.id().workflowId().replace("/", "%2F");
    }

    private CompletableFuture<Void> startRun(Context context, SentForm form) {
        String id = context.pathParam("id");
        RequestOrigin request = form.request();
        Optional<Viewer> viewer = access.findViewer(request);
        if (viewer.isEmpty()) {
            login.answer(context, request, 401, null);
            return SentForm.DONE;
        }
        if (!guard.accepts(request, viewer.get(), form.field(SentForm.SEAL))) {
            answerProblem(context, viewer.get(), 403, "This form came from somewhere else, or is too old.");
            return SentForm.DONE;
        }
        return CompletableFuture.completedFuture(viewer.get())
                .thenComposeAsync(each -> api.startRun(each.token(), id, null), handlers)
                .thenAccept(started -> PageAnswers.sendOn(context, "/repositories/" + id))
                .exceptionally(failure -> answerFailure(context, viewer.get(), failure));
    }

    /** Answers with a view; strangers with the login, and where there is nothing to be seen with that. */
    private void show(Context context, String template, ViewMaker maker) {
        RequestOrigin request = RequestOrigin.of(context);
        Optional<Viewer> viewer = access.findViewer(request);
        if (viewer.isEmpty()) {
            login.answer(context, request, 401, null);
            return;
        }
        context.future(() -> CompletableFuture.supplyAsync(() -> maker.make(viewer.get()), handlers)
                .thenAccept(view -> answer(context, viewer.get(), template, view))
                .exceptionally(failure -> answerFailure(context, viewer.get(), failure)));
    }

    private void answer(Context context, Viewer viewer, String template, Optional<View> view) {
        if (view.isEmpty()) {
            answerProblem(context, viewer, 404, "There is nothing of that name here, or it is not for you to see.");
            return;
        }
        PageFrame frame = newFrame(viewer, view.get().title(), true);
        PageAnswers.answer(
                context,
                200,
                template,
                Map.of("frame", frame, "view", view.get().model()));
    }

    private @Nullable Void answerFailure(Context context, Viewer viewer, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RequestProblemException problem) {
            answerProblem(
                    context,
                    viewer,
                    problem.details().status(),
                    problem.details().detail());
            return null;
        }
        // A message of a library may quote the request, its headers too.
        LOG.error(
                "{} {} failed, which is a defect of this program: {}",
                context.method(),
                context.path(),
                SecretScrubber.none().trace(cause));
        answerProblem(
                context, viewer, 500, "A defect of this program keeps it from doing this. The worker's log says more.");
        return null;
    }

    private void answerProblem(Context context, Viewer viewer, int status, String problem) {
        PageFrame frame = newFrame(viewer, status == 404 ? "Not here" : "That did not work", false);
        PageAnswers.answer(context, status, "problem", Map.of("frame", frame, "problem", problem));
    }

    private PageFrame newFrame(Viewer viewer, String title, boolean isLive) {
        return new PageFrame(
                title, configuration.host(), viewer, guard.sealFor(viewer.formHolder()), isLive, AssetRoutes.folder());
    }

    /** Makes a view for a viewer; empty where there is nothing to be seen. */
    private interface ViewMaker {
        Optional<View> make(Viewer viewer);
    }

    /** @param model what the template shows */
    private record View(String title, Object model) {}
}
