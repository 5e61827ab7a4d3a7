package dev.reconciler.worker;

import dev.reconciler.worker.access.FormGuard;
import dev.reconciler.worker.access.LoginBrake;
import dev.reconciler.worker.access.PageSessions;
import dev.reconciler.worker.access.RequestOrigin;
import dev.reconciler.worker.access.ViewAccess;
import dev.reconciler.worker.api.ApplicationApi;
import dev.reconciler.worker.api.ConflictApi;
import dev.reconciler.worker.api.TokenCheck;
import dev.reconciler.worker.board.RepositoryBoard;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.http.EventRoutes;
import dev.reconciler.worker.http.HttpRoutes;
import dev.reconciler.worker.page.AssetRoutes;
import dev.reconciler.worker.page.ConflictRoutes;
import dev.reconciler.worker.page.LoginRoutes;
import dev.reconciler.worker.page.LoginRoutes.LoginPage;
import dev.reconciler.worker.page.PageRoutes;
import dev.reconciler.worker.page.ViewAnswers;
import dev.reconciler.worker.status.StatusSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Puts the page together, for the {@link Assembly}. */
final class PageAssembly {
    /** A person who looks at the page wants it to be of now. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final InstantSource clock = InstantSource.system();
    private final Configuration configuration;
    private final PageSessions sessions;
    private final ViewAccess access;

    PageAssembly(Configuration configuration, TokenCheck tokens) {
        this.configuration = configuration;
        this.sessions = new PageSessions(tokens, configuration.page().sessionFor(), clock);
        this.access = new ViewAccess(tokens, sessions, configuration.page());
    }

    /** Who may see this host. */
    ViewAccess access() {
        return access;
    }

    /** How the repositories are, for people and for programs that ask for many of them. */
    RepositoryBoard newBoard(EventLog log, StatusSource statuses, ConflictCases cases) {
        return new RepositoryBoard(
                configuration.repositories(), configuration.identity(), log, statuses, cases, clock, FRESH);
    }

    /** The paths of the page. */
    List<HttpRoutes> newRoutes(
            EventLog log, RepositoryBoard board, ApplicationApi api, ConflictCases cases, ConflictApi conflicts) {
        FormGuard guard = new FormGuard();
        LoginPage login = new LoginPage(configuration.host(), access, guard);
        ViewAnswers views = new ViewAnswers(configuration.host(), access, guard, login);
        return List.of(
                new PageRoutes(configuration, views, board, api, clock),
                new ConflictRoutes(configuration.identity(), views, board, cases, conflicts, clock),
                new LoginRoutes(access, sessions, new LoginBrake(clock), guard, login),
                new AssetRoutes(),
                new EventRoutes("/live", context -> followAsViewer(RequestOrigin.of(context)), log));
    }

    private EventRoutes.StreamReader followAsViewer(RequestOrigin request) {
        return () -> access.requireViewer(request).token();
    }
}
