package dev.reconciler.worker.page;

import dev.reconciler.worker.http.HttpRoutes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The static files of the page, below a folder whose name tells their content: a browser keeps them for good, and takes
 * others as soon as there are others. Strangers may have them, since the login has to look like something.
 */
public final class AssetRoutes implements HttpRoutes {
    private static final Map<String, String> TYPES = Map.of(
            "page.css", "text/css; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/assets/{version}/{name}", AssetRoutes::answer);
    }

    /** The folder of the files of this version. */
    static String folder() {
        return "/assets/" + Files.VERSION;
    }

    private static void answer(Context context) {
        byte[] content = Files.CONTENT.get(context.pathParam("name"));
        PageAnswers.protect(context);
        if (content == null) {
            context.status(404).contentType("text/plain").result("no such file\n");
            return;
        }
        boolean isThisVersion = context.pathParam("version").equals(Files.VERSION);
        context.contentType(Objects.requireNonNull(TYPES.get(context.pathParam("name"))))
                .header("Cache-Control", isThisVersion ? "public, max-age=31536000, immutable" : "no-store")
                .result(content);
    }

    // The first view pays for it, and no start.
    private static final class Files {
        static final Map<String, byte[]> CONTENT = readAll();
        static final String VERSION = digest(CONTENT);

        private static Map<String, byte[]> readAll() {
            Map<String, byte[]> all = new LinkedHashMap<>();
            TYPES.keySet().stream().sorted().forEach(name -> all.put(name, read(name)));
            return all;
        }

        private static byte[] read(String name) {
            try (InputStream in = AssetRoutes.class.getResourceAsStream(name)) {
                return Objects.requireNonNull(in, name).readAllBytes();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private static String digest(Map<String, byte[]> content) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                content.values().forEach(digest::update);
                return HexFormat.of().formatHex(digest.digest(), 0, 8);
            } catch (NoSuchAlgorithmException missing) {
                throw new LinkageError("every runtime has SHA-256", missing);
            }
        }
    }
}
