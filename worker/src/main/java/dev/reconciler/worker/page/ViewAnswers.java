package dev.reconciler.worker.page;

import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.access.FormGuard;
import dev.reconciler.worker.access.RequestOrigin;
import dev.reconciler.worker.access.ViewAccess;
import dev.reconciler.worker.access.Viewer;
import dev.reconciler.worker.api.RequestProblemException;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows views to those who may see them, and does what their forms ask for. */
public final class ViewAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ViewAnswers.class);

    private final String host;
    private final ViewAccess access;
    private final FormGuard guard;
    private final LoginRoutes.LoginPage login;
    // Their own threads, so that a disk or a service that does not answer never holds up the health of this host.
    private final ExecutorService handlers = VirtualThreads.newDaemonExecutor("page");

    /** @param login what strangers are shown */
    public ViewAnswers(String host, ViewAccess access, FormGuard guard, LoginRoutes.LoginPage login) {
        this.host = host;
        this.access = access;
        this.guard = guard;
        this.login = login;
    }

    /**
     * Answers with a view; strangers with the login, and where there is nothing to be seen with that.
     *
     * @param maker makes the view for a viewer; empty where there is nothing to be seen
     */
    void show(Context context, Function<Viewer, Optional<View>> maker) {
        RequestOrigin request = RequestOrigin.of(context);
        Optional<Viewer> viewer = access.findViewer(request);
        if (viewer.isEmpty()) {
            login.answer(context, request, 401, null);
            return;
        }
        context.future(() -> CompletableFuture.supplyAsync(() -> maker.apply(viewer.get()), handlers)
                .thenAccept(view -> answer(context, viewer.get(), view))
                .exceptionally(failure -> answerFailure(context, viewer.get(), failure)));
    }

    /**
     * Does what a form asks for, where it is ours and of somebody who is known.
     *
     * @param action what is done; the path of the view that shows what came of it
     */
    void act(Context context, FormAction action) {
        SentForm.read(context, form -> answerForm(context, form, action));
    }

    private CompletableFuture<Void> answerForm(Context context, SentForm form, FormAction action) {
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
                .thenComposeAsync(each -> action.act(each, form), handlers)
                .thenAccept(path -> PageAnswers.sendOn(context, path))
                .exceptionally(failure -> answerFailure(context, viewer.get(), failure));
    }

    private void answer(Context context, Viewer viewer, Optional<View> view) {
        if (view.isEmpty()) {
            answerProblem(context, viewer, 404, "There is nothing of that name here, or it is not for you to see.");
            return;
        }
        View shown = view.get();
        PageFrame frame = newFrame(viewer, shown.title(), shown.isLive());
        PageAnswers.answer(context, 200, shown.template(), Map.of("frame", frame, "view", shown.model()));
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
        PageAnswers.answer(
                context,
                status,
                "problem",
                Map.of("frame", frame, "problem", problem, "back", findBack(context.path())));
    }

    /** Where the thing is shown that something was to be done about. */
    private static String findBack(String path) {
        return path.matches("/conflicts/[^/]+/[^/]+/[^/]+|/repositories/[^/]+/runs")
                ? path.substring(0, path.lastIndexOf('/'))
                : "";
    }

    private PageFrame newFrame(Viewer viewer, String title, boolean isLive) {
        return new PageFrame(title, host, viewer, guard.sealFor(viewer.formHolder()), isLive, AssetRoutes.folder());
    }

    /** Does what somebody asks for by a form. */
    interface FormAction {
        /** Answers with the path of the view that shows what came of it. */
        CompletableFuture<String> act(Viewer viewer, SentForm form);
    }

    /**
     * A view to be shown.
     *
     * @param model what the template shows
     * @param isLive whether it follows events
     */
    record View(String template, String title, Object model, boolean isLive) {}
}
