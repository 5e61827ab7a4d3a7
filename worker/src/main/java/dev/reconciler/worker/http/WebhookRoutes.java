package dev.reconciler.worker.http;

import dev.reconciler.worker.webhook.Forge;
import dev.reconciler.worker.webhook.RequestHeaders;
import dev.reconciler.worker.webhook.WebhookAnswer;
import dev.reconciler.worker.webhook.WebhookHandler;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The paths {@code /webhooks/…}, one for each forge and one for CI jobs. */
public final class WebhookRoutes implements HttpRoutes {
    /** In bytes. The payload of a push with two thousand commits is smaller, and forges name no more of them. */
    static final int LARGEST_BODY = 5 << 20;

    /**
     * In bytes. A sender that is still sending does not read the answer, so the rest of a body that is too large is
     * read.
     */
    private static final long LARGEST_DROPPED = 64L << 20;

    private final WebhookHandler webhooks;

    /** Sends the requests to that handler. */
    public WebhookRoutes(WebhookHandler webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (Forge forge : Forge.ALL) {
            addPostRoute(routes, forge.name(), (headers, body) -> webhooks.receivePush(forge, headers, body));
        }
        addPostRoute(routes, "reload", webhooks::receiveReload);
    }

    private static void addPostRoute(RoutesConfig routes, String name, RequestReceiver receiver) {
        routes.post("/webhooks/" + name, context -> {
            Optional<byte[]> body = readBody(context);
            WebhookAnswer answer = body.isPresent()
                    ? receiver.receive(context::header, body.get())
                    : WebhookAnswer.error(413, "the body is too large (expected: at most " + LARGEST_BODY + " bytes)");
            // HTTP demands this header with the status 401.
            if (answer.status() == 401) {
                context.header("WWW-Authenticate", "Bearer");
            }
            JsonAnswers.answer(context, answer);
        });
    }

    /** The bytes of the body; empty where they are too many, whatever the request says of their number. */
    private static Optional<byte[]> readBody(Context context) throws IOException {
        InputStream in = context.bodyInputStream();
        byte[] body = in.readNBytes(LARGEST_BODY + 1);
        if (body.length <= LARGEST_BODY) {
            return Optional.of(body);
        }
        dropRest(in);
        return Optional.empty();
    }

    private static void dropRest(InputStream in) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long dropped = 0;
        int read = in.read(chunk);
        while (read >= 0 && dropped < LARGEST_DROPPED) {
            dropped += read;
            read = in.read(chunk);
        }
    }

    /** Handles the requests of one path. */
    private interface RequestReceiver {
        WebhookAnswer receive(RequestHeaders headers, byte[] body);
    }
}
