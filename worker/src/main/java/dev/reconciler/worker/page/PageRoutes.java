package dev.reconciler.worker.page;

import dev.reconciler.worker.access.Viewer;
import dev.reconciler.worker.api.ApplicationApi;
import dev.reconciler.worker.board.BoardEntry;
import dev.reconciler.worker.board.RepositoryBoard;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.http.HttpRoutes;
import dev.reconciler.worker.page.ViewAnswers.View;
import io.javalin.config.RoutesConfig;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/** The views of all repositories and of one. */
public final class PageRoutes implements HttpRoutes {
    private final Configuration configuration;
    private final ViewAnswers views;
    private final RepositoryBoard board;
    private final ApplicationApi api;
    private final InstantSource clock;

    /** @param api does what a viewer asks for, where the viewer may */
    public PageRoutes(
            Configuration configuration,
            ViewAnswers views,
            RepositoryBoard board,
            ApplicationApi api,
            InstantSource clock) {
        this.configuration = configuration;
        this.views = views;
        this.board = board;
        this.api = api;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/", context -> {
            ListQuery query =
                    ListQuery.of(context.queryParam("q"), context.queryParam("state"), context.queryParam("page"));
            views.show(context, viewer -> Optional.of(paint(query, viewer)));
        });
        routes.get("/repositories/{id}", context -> {
            String id = context.pathParam("id");
            views.show(context, viewer -> board.find(id, viewer::sees).map(entry -> paint(entry, viewer)));
        });
        routes.post("/repositories/{id}/runs", context -> {
            String id = context.pathParam("id");
            views.act(context, (viewer, form) -> api.startRun(viewer.token(), id, null, null, () -> {})
                    .thenApply(started -> "/repositories/" + id));
        });
    }

    private View paint(ListQuery query, Viewer viewer) {
        RepositoryList list = RepositoryList.of(board.read(viewer::sees), query, clock.instant());
        return new View("list", "Repositories", list, true);
    }

    private View paint(BoardEntry entry, Viewer viewer) {
        RepositoryConfiguration repository = entry.repository();
        RepositoryPortrait portrait = RepositoryPortrait.of(
                entry,
                repository.settings(configuration.identity()),
                board.readTraces(repository),
                listingInTemporal(repository),
                viewer.mayAct(),
                clock.instant());
        return new View("repository", repository.id().value(), portrait, true);
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
}
