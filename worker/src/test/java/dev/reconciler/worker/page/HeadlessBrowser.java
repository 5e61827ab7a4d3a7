package dev.reconciler.worker.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium without a screen, where it is installed. */
final class HeadlessBrowser {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int SECONDS = 60;

    private final Path program;

    private HeadlessBrowser(Path program) {
        this.program = program;
    }

    static Optional<HeadlessBrowser> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(HeadlessBrowser::new);
    }

    /** What becomes of a file once its scripts have run. */
    String render(Path file, Path profile, boolean isDark, int width) throws IOException, InterruptedException {
        Path out = Files.createTempFile(profile, "dom", ".html");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--user-data-dir=" + profile.resolve("chromium"),
                        "--blink-settings=preferredColorScheme=" + (isDark ? 0 : 1),
                        "--window-size=" + width + ",900",
                        "--virtual-time-budget=20000",
                        "--dump-dom",
                        file.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(program + " did not end within " + SECONDS + " s");
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
