package dev.reconciler.worker.demo;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.json.Json;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.demo.sample.SampleRepository;
import dev.reconciler.worker.port.DemoOptions;
import dev.reconciler.worker.port.Demonstration;
import dev.reconciler.worker.port.Reconciliation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Runs one {@link DemoScene} for each outcome, all at the same time, and compares the results with the scenes. */
public final class ScenesDemonstration implements Demonstration {
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final Duration BUDGET_OF_FAILURES = Duration.ofSeconds(2);

    private final Reconciliation reconciliation;

    /** @param reconciliation the reconciliation that {@code once} uses */
    public ScenesDemonstration(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    @Override
    public int run(DemoOptions options, PrintWriter out, PrintWriter err) {
        try {
            DemoDirectory stage = DemoDirectory.createIn(options.directory());
            // Ctrl-C ends the process without the finally below, so a hook removes the directory then.
            Thread removal = new Thread(stage::close, "demo-removal");
            Runtime.getRuntime().addShutdownHook(removal);
            try {
                int status = playScenes(stage, options, out, err);
                if (options.keep()) {
                    Runtime.getRuntime().removeShutdownHook(removal);
                }
                return status;
            } finally {
                if (!options.keep()) {
                    stage.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("demo: " + e.getMessage(), e);
        }
    }

    private int playScenes(DemoDirectory stage, DemoOptions options, PrintWriter out, PrintWriter err)
            throws IOException {
        List<DemoScene> scenes = DemoScene.all();
        err.println("building " + scenes.size() + " remotes and their clones in " + stage.directory());
        for (DemoScene scene : scenes) {
            stage.buildScene(scene);
        }
        Map<String, ReconcileResult> results = reconcileScenes(stage, scenes, err);
        PrintWriter story = options.json() ? err : out;
        OutcomeTable table = new OutcomeTable();
        int status = 0;
        for (DemoScene scene : scenes) {
            ReconcileResult result = results.get(scene.id());
            if (result == null || result.outcome() != scene.expected()) {
                err.println(scene.id() + ": came out otherwise: "
                        + (result == null ? "no result" : result.outcome() + ": " + result.message()));
                status = 1;
            }
            if (result != null) {
                table.add(scene, result);
                if (options.json()) {
                    out.println(Json.write(result));
                }
            }
        }
        table.lines().forEach(story::println);
        closingLines(stage, scenes, options.keep()).forEach(story::println);
        return status;
    }

    private Map<String, ReconcileResult> reconcileScenes(DemoDirectory stage, List<DemoScene> scenes, PrintWriter err)
            throws IOException {
        Map<String, ReconcileResult> results = new ConcurrentHashMap<>();
        Configuration settling = newConfiguration(stage, scenes, false);
        Configuration failing = newConfiguration(stage, scenes, true);
        // Scenes that fail use up their whole budget, so they get a short one and run beside the others. Not in the
        // common pool: with two processors it has one thread, and the client of Temporal may need it.
        CompletableFuture<Void> failures = CompletableFuture.runAsync(
                () -> collectResults(failing, BUDGET_OF_FAILURES, results, err),
                work -> new Thread(work, "failing-scenes").start());
        collectResults(settling, BUDGET, results, err);
        failures.join();
        return results;
    }

    private void collectResults(
            Configuration configuration, Duration budget, Map<String, ReconcileResult> results, PrintWriter err) {
        reconciliation.run(configuration, budget, false, result -> {
            err.println("done: " + result.repository());
            results.put(result.repository().value(), result);
        });
    }

    private static Configuration newConfiguration(DemoDirectory stage, List<DemoScene> scenes, boolean failing)
            throws IOException {
        List<RepositoryConfiguration> repositories = new ArrayList<>();
        for (DemoScene scene : scenes) {
            if (scene.isFailing() == failing) {
                repositories.add(newRepository(stage, scene));
            }
        }
        return new Configuration(
                failing ? "demo-failing" : "demo",
                stage.directory(),
                new CommitterIdentity("Data Reconciler", "reconciler@example.org"),
                HostConcurrency.ofMachine(),
                repositories);
    }

    private static RepositoryConfiguration newRepository(DemoDirectory stage, DemoScene scene) throws IOException {
        String url = stage.urlOf(scene);
        RemoteUrl.UrlTransport transport =
                url.startsWith("http:") ? RemoteUrl.UrlTransport.HTTP : RemoteUrl.UrlTransport.FILE;
        return new RepositoryConfiguration(
                new RepositoryId(scene.id()),
                stage.cloneOf(scene),
                new RemoteUrl(url, transport),
                SampleRepository.BRANCH,
                scene.bare());
    }

    private static List<String> closingLines(DemoDirectory stage, List<DemoScene> scenes, boolean keep) {
        if (!keep) {
            return List.of("", "The repositories are removed again. To look at them: demo --keep");
        }
        List<String> lines = new ArrayList<>(List.of("", "Look for yourself:", "  cd " + stage.directory()));
        for (DemoScene scene : scenes) {
            String clone = scene.id() + "/" + stage.cloneOf(scene).getFileName();
            lines.add("  git -C " + clone + " log --oneline --graph --all");
        }
        lines.add("  git -C conflict-escaped/remote.git log --oneline --graph --all");
        return lines;
    }
}
