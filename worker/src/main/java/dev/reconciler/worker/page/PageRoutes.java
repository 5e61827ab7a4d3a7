package dev.reconciler.worker.page;

import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.access.FormGuard;
import dev.reconciler.worker.access.RequestOrigin;
import dev.reconciler.worker.access.ViewAccess;
import dev.reconciler.worker.access.Viewer;
import dev.reconciler.worker.board.RepositoryBoard;
import dev.reconciler.worker.http.HttpRoutes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The views of the page, each for those who may see it. */
public final class PageRoutes implements HttpRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PageRoutes.class);

    private final String host;
    private final ViewAccess access;
    private final FormGuard guard;
    private final LoginRoutes.LoginPage login;
    private final RepositoryBoard board;
    private final InstantSource clock;
    // Their own threads, so that a disk or a service that does not answer never holds up the health of this host.
    private final ExecutorService handlers = VirtualThreads.newDaemonExecutor("page");

    /** @param login what strangers are shown */
    public PageRoutes(
            String host,
            ViewAccess access,
            FormGuard guard,
            LoginRoutes.LoginPage login,
            RepositoryBoard board,
            InstantSource clock) {
        this.host = host;
        this.access = access;
        this.guard = guard;
        this.login = login;
        this.board = board;
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
                .exceptionally(failure -> answerDefect(context, viewer.get(), failure)));
    }

    private void answer(Context context, Viewer viewer, String template, Optional<View> view) {
        if (view.isEmpty()) {
            answerMissing(context, viewer);
            return;
        }
        PageFrame frame = newFrame(viewer, view.get().title(), true);
        PageAnswers.answer(
                context,
                200,
                template,
                Map.of("frame", frame, "view", view.get().model()));
    }

    private void answerMissing(Context context, Viewer viewer) {
        PageAnswers.answer(
                context,
                404,
                "problem",
                Map.of(
                        "frame",
                        newFrame(viewer, "Not here", false),
                        "problem",
                        "There is nothing of that name here, or it is not for you to see."));
    }

    private @Nullable Void answerDefect(Context context, Viewer viewer, Throwable failure) {
        // A message of a library may quote the request, its headers too.
        LOG.error(
                "{} {} failed, which is a defect of this program: {}",
                context.method(),
                context.path(),
                SecretScrubber.none().trace(failure));
        PageAnswers.answer(
                context,
                500,
                "problem",
                Map.of(
                        "frame",
                        newFrame(viewer, "Something is wrong", false),
                        "problem",
                        "A defect of this program keeps it from showing this. The log of the worker says more."));
        return null;
    }

    private PageFrame newFrame(Viewer viewer, String title, boolean isLive) {
        return new PageFrame(
                title, host, viewer, guard.sealFor(viewer.formHolder()), isLive, null, AssetRoutes.folder());
    }

    /** Makes a view for a viewer; empty where there is nothing to be seen. */
    private interface ViewMaker {
        Optional<View> make(Viewer viewer);
    }

    /** @param model what the template shows */
    private record View(String title, Object model) {}
}
