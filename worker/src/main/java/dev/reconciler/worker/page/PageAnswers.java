package dev.reconciler.worker.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes views, and with each of them what a browser may do with it. */
final class PageAnswers {
    /** Nothing but what this host serves, and nothing within the page itself: no script and no style of a text's. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // The first view pays for it, and no start.
    private static final class Templates {
        static final TemplateEngine ENGINE =
                TemplateEngine.createPrecompiled(null, ContentType.Html, PageAnswers.class.getClassLoader());
    }

    private PageAnswers() {}

    /** Answers with a view, which nobody keeps: what it shows is old in a moment. */
    static void answer(Context context, int status, String template, Map<String, Object> view) {
        StringOutput html = new StringOutput();
        Templates.ENGINE.render(template + ".jte", view, html);
        protect(context);
        context.status(status)
                .contentType("text/html; charset=utf-8")
                .header("Cache-Control", "no-store")
                .result(html.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the browser on to another view. */
    static void sendOn(Context context, String path) {
        protect(context);
        context.status(303).header("Cache-Control", "no-store").header("Location", path);
    }

    /** Adds what every answer of the page says. */
    static void protect(Context context) {
        context.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Frame-Options", "DENY")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin");
    }
}
