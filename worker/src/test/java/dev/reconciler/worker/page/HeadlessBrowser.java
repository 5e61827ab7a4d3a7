package dev.reconciler.worker.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Chromium without a screen, with one page open, steered by the DevTools protocol. */
final class HeadlessBrowser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** @param profile a folder of its own */
    HeadlessBrowser(Path program, Path profile) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        // Chromium's own sandbox does not start as root.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(profile, "browser", ".log").toFile())
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Files.exists(port) && !Files.readString(port).isEmpty());
        HttpClient client = HttpClient.newHttpClient();
        URI pages = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
        JsonNode page = Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> findPage(client, pages), Optional::isPresent)
                .orElseThrow();
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(page.get("webSocketDebuggerUrl").asText()), new AnswerReader())
                .join();
        call("Page.enable", Map.of());
        call("Log.enable", Map.of());
    }

    /** Opens the list of a host, past its login. */
    void logInTo(PageHost host) {
        open(host.address());
        evaluate("document.getElementById('token').value = " + quote(PageHost.TOKEN));
        pressAndGo(".login button");
    }

    static Optional<Path> findProgram() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<JsonNode> findPage(HttpClient client, URI pages) throws IOException, InterruptedException {
        JsonNode all =
                JSON.readTree(client.send(HttpRequest.newBuilder(pages).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
                .map(all::get)
                .filter(each -> each.get("type").asText().equals("page"))
                .findFirst();
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        try {
            socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                    .join();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        JsonNode read = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (read.has("error")) {
            throw new IllegalStateException(method + ": " + read.get("error"));
        }
        return read.get("result");
    }

    /** Opens an address, and waits until it is there. */
    void open(URI address) {
        evaluate("window.isOld = true");
        call("Page.navigate", Map.of("url", address.toString()));
        until("!window.isOld && document.readyState === 'complete'");
    }

    /** Evaluates an expression, or what it promises, in the page. */
    JsonNode evaluate(String expression) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.get("exceptionDetails").toString());
        }
        return answer.get("result").path("value");
    }

    /** Waits until an expression is true in whatever page is there by then. */
    void until(String expression) {
        Awaitility.await(expression)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    try {
                        return evaluate(expression).asBoolean();
                    } catch (IllegalStateException betweenTwoPages) {
                        return false;
                    }
                });
    }

    /** Presses what a selector finds; a form is sent, and the answer waited for. */
    void pressAndGo(String selector) {
        evaluate("window.isOld = true; document.querySelector(" + quote(selector) + ").click()");
        until("!window.isOld && document.readyState === 'complete'");
    }

    static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** The text of the page that people see. */
    String text() {
        return evaluate("document.body.innerText").asText();
    }

    /** Waits until the page shows these texts: what takes its time is shown by its own script. */
    void untilShown(String... texts) {
        Awaitility.await(String.join(", ", texts)).atMost(PATIENCE).until(this::text, text -> Stream.of(texts)
                .allMatch(text::contains));
    }

    /** Sets how the page is looked at. */
    void setLook(boolean isDark, int width) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Takes a picture of the whole page. */
    void takePicture(Path target) throws IOException {
        JsonNode picture = call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(target, Base64.getDecoder().decode(picture.get("data").asText()));
    }

    /** What the browser found wrong in what it loaded, such as something that the policy of the page forbids. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() throws InterruptedException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private final class AnswerReader implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String message) {
            try {
                JsonNode read = JSON.readTree(message);
                if (read.has("id")) {
                    open.remove(read.get("id").asInt()).complete(read);
                } else if (read.get("method").asText().equals("Log.entryAdded")) {
                    complaints.add(read.get("params").toString());
                }
            } catch (IOException broken) {
                complaints.add(broken.toString());
            }
        }
    }
}
