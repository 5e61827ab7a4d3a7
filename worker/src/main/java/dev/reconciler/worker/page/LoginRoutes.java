package dev.reconciler.worker.page;

import dev.reconciler.worker.access.FormGuard;
import dev.reconciler.worker.access.LoginBrake;
import dev.reconciler.worker.access.LoginBrake.LoginAttempt;
import dev.reconciler.worker.access.PageSessions;
import dev.reconciler.worker.access.RequestOrigin;
import dev.reconciler.worker.access.ViewAccess;
import dev.reconciler.worker.http.HttpRoutes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The paths {@code /login} and {@code /logout}. */
public final class LoginRoutes implements HttpRoutes {
    private static final String START = "/";

    private final ViewAccess access;
    private final PageSessions sessions;
    private final LoginBrake brake;
    private final FormGuard guard;
    private final LoginPage page;

    /** @param page what strangers are shown */
    public LoginRoutes(ViewAccess access, PageSessions sessions, LoginBrake brake, FormGuard guard, LoginPage page) {
        this.access = access;
        this.sessions = sessions;
        this.brake = brake;
        this.guard = guard;
        this.page = page;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/login", this::showLogin);
        routes.post("/login", context -> SentForm.read(context, form -> login(context, form)));
        routes.post("/logout", context -> SentForm.read(context, form -> logout(context, form)));
    }

    private void showLogin(Context context) {
        RequestOrigin request = RequestOrigin.of(context);
        if (access.findViewer(request).isPresent()) {
            PageAnswers.sendOn(context, START);
        } else {
            page.answer(context, request, 200, null);
        }
    }

    private CompletableFuture<Void> login(Context context, SentForm form) {
        RequestOrigin request = form.request();
        if (!guard.acceptsLogin(request, form.field(SentForm.SEAL))) {
            page.answer(context, request, 403, "This form came from somewhere else. Please use the one below.");
            return SentForm.DONE;
        }
        String typed = Objects.requireNonNullElse(form.field("token"), "").strip();
        LoginAttempt<String> attempt = brake.tryLogin(access.findSender(request), () -> sessions.begin(typed));
        if (attempt.found().isPresent()) {
            setCookie(context, RequestOrigin.SESSION_COOKIE, attempt.found().get(), sessions.lasting(), request);
            PageAnswers.sendOn(context, findTarget(form.field("next")));
            return SentForm.DONE;
        }
        if (attempt.isTooSoon()) {
            context.header("Retry-After", String.valueOf(attempt.delay().toSeconds() + 1));
            page.answer(context, request, 429, "Too many wrong logins. Please wait a moment and try again.");
            return SentForm.DONE;
        }
        // No thread waits meanwhile.
        Executor later = CompletableFuture.delayedExecutor(attempt.delay().toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(
                () -> page.answer(context, request, 401, "That is none of the tokens of this host."), later);
    }

    private CompletableFuture<Void> logout(Context context, SentForm form) {
        RequestOrigin request = form.request();
        boolean isOurs = access.findViewer(request)
                .filter(viewer -> guard.accepts(request, viewer, form.field(SentForm.SEAL)))
                .isPresent();
        if (isOurs && request.session() != null) {
            sessions.end(request.session());
            setCookie(context, RequestOrigin.SESSION_COOKIE, "", Duration.ZERO, request);
        }
        PageAnswers.sendOn(context, START);
        return SentForm.DONE;
    }

    /** Only a path of this page: anything else would lead a person who has just logged in to where a stranger wants. */
    private static String findTarget(@Nullable String next) {
        return next != null
                        && next.matches(
                                "/(?:repositories|conflicts)/[A-Za-z0-9._/-]{1,200}|/\\?[A-Za-z0-9=&._%+-]{0,200}")
                ? next
                : START;
    }

    /** Sets a cookie that no script reads and no other site's form brings along. */
    static void setCookie(Context context, String name, String value, Duration lasting, RequestOrigin request) {
        context.res()
                .addHeader(
                        "Set-Cookie",
                        name + "=" + value + "; Path=/; Max-Age=" + lasting.toSeconds() + "; HttpOnly; SameSite=Lax"
                                + (request.isOverHttps() ? "; Secure" : ""));
    }

    /** The view that strangers get. */
    public static final class LoginPage {
        private static final Duration FORM_LASTS = Duration.ofHours(1);

        private final String host;
        private final ViewAccess access;
        private final FormGuard guard;

        /** @param host whose page it is */
        public LoginPage(String host, ViewAccess access, FormGuard guard) {
            this.host = host;
            this.access = access;
            this.guard = guard;
        }

        /** @param problem what was wrong with what the stranger sent; null where nothing was sent yet */
        void answer(Context context, RequestOrigin request, int status, @Nullable String problem) {
            String cookie = Objects.requireNonNullElseGet(request.formCookie(), PageSessions::makeRandom);
            if (access.hasLogin() && request.formCookie() == null) {
                setCookie(context, RequestOrigin.FORM_COOKIE, cookie, FORM_LASTS, request);
            }
            if (status == 401) {
                // HTTP demands this header with it.
                context.header("WWW-Authenticate", "Bearer");
            }
            String seal = guard.sealFor("form " + cookie);
            PageFrame frame = new PageFrame("Log in", host, null, seal, false, AssetRoutes.folder());
            String path = context.path() + (context.queryString() == null ? "" : "?" + context.queryString());
            PageAnswers.answer(
                    context,
                    status,
                    "login",
                    Map.of(
                            "frame",
                            frame,
                            "hasLogin",
                            access.hasLogin(),
                            "problem",
                            Objects.requireNonNullElse(problem, ""),
                            "next",
                            findTarget(path)));
        }
    }
}
