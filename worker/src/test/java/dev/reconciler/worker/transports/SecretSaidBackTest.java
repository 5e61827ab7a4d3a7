package dev.reconciler.worker.transports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.SecretForms;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.ActivityAssembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.ReconcileInput;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that refuses in every way says the login back in every form: no result, no history of Temporal, no file and no
 * thread's name has it afterwards.
 */
@Tag("slow")
class SecretSaidBackTest {
    private static final String SECRET = SecretForms.LONG;
    private static final int FORMS = SecretForms.of(SECRET).size();
    private static final List<String> TELLTALES = SecretForms.telltales(SECRET);

    @TempDir
    Path root;

    private NativeGit template;
    private final Map<Path, String> settings = new LinkedHashMap<>();
    private final Set<String> sent = new TreeSet<>();
    private final StringBuilder configuration = new StringBuilder("repositories:\n");

    /** Where the login is that a server is sent, and may say back. */
    private enum LoginPlace {
        PASSWORD("Authorization") {
            @Override
            String credentials() {
                return ", credentials: { username: bot, password: \"env:GIT_TOKEN\" }";
            }

            @Override
            String settings(String server) {
                return "";
            }
        },
        HEADER("X-Canary") {
            @Override
            String settings(String server) {
                return "[http]\n\textraHeader = \"X-Canary: " + SECRET + "\"\n";
            }
        },
        HEADER_OF_URL("Authorization") {
            @Override
            String settings(String server) {
                return "[http \"http://" + server + "/\"]\n\textraHeader = \"Authorization: Bearer " + SECRET + "\"\n";
            }
        },
        REWRITTEN_URL("Authorization") {
            @Override
            String url(String server, String path) {
                return "http://rewritten.invalid" + path;
            }

            @Override
            String settings(String server) {
                return "[url \"http://bot:" + encoded() + "@" + server
                        + "/\"]\n\tinsteadOf = http://rewritten.invalid/\n";
            }
        },
        PROXY("Proxy-Authorization") {
            @Override
            String url(String server, String path) {
                return "http://proxied.invalid" + path;
            }

            @Override
            String settings(String server) {
                return "[http]\n\tproxy = http://bot:" + encoded() + "@" + server + "\n";
            }
        };

        private final String header;

        LoginPlace(String header) {
            this.header = header;
        }

        String url(String server, String path) {
            return "http://" + server + path;
        }

        String credentials() {
            return "";
        }

        abstract String settings(String server);

        private static String encoded() {
            return URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void makeTemplate() {
        template = NativeGit.init(root.resolve("template"));
        template.commit("file", "text\n");
    }

    @Test
    void isHiddenInWhateverFormItIsSaidBack() throws IOException {
        try (TattlingServer server = new TattlingServer(SECRET, "localhost:1");
                GitHttpServer trusting = new GitHttpServer(root, SECRET)) {
            int count = 0;
            for (String way : new TreeSet<>(TattlingServer.WAYS.keySet())) {
                add(server, way, LoginPlace.values()[count % LoginPlace.values().length], count % FORMS);
                count++;
            }
            addWelcome(trusting);
            assertNothingIsShown(server);
        }
    }

    /** Each way of failing with each form, wherever the login is. */
    @Test
    @Tag("long")
    void isHiddenInEachWayInEachForm() throws IOException {
        try (TattlingServer server = new TattlingServer(SECRET, "localhost:1")) {
            for (String way : new TreeSet<>(TattlingServer.WAYS.keySet())) {
                for (LoginPlace place : LoginPlace.values()) {
                    for (int form = 0; form < FORMS; form++) {
                        add(server, way, place, form);
                    }
                }
            }
            assertNothingIsShown(server);
        }
    }

    private void add(TattlingServer server, String way, LoginPlace place, int form) throws IOException {
        String id = way + "-" + place.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + form;
        Path clone = root.resolve(id);
        copy(template.directory(), clone);
        Path config = clone.resolve(".git/config");
        String path = "/" + way + "/" + form + "/data.git";
        Files.writeString(config, place.settings(server.address()), StandardOpenOption.APPEND);
        sent.add(way + " " + place.header);
        settings.put(config, Files.readString(config));
        configuration.append("  - { id: %s, path: \"%s\", branch: main, remote: \"%s\"%s }\n"
                .formatted(id, clone, place.url(server.address(), path), place.credentials()));
    }

    private void addWelcome(GitHttpServer trusting) {
        Path remote = root.resolve("welcome-remote.git");
        NativeGit.clone(template.directory().toString(), remote, "--bare");
        NativeGit local = NativeGit.clone(remote.toString(), root.resolve("welcome"));
        local.commit("own.txt", "own\n");
        configuration.append("  - { id: welcome, path: \"%s\", branch: main, remote: \"%s\"%s }\n"
                .formatted(local.directory(), trusting.url(remote), LoginPlace.PASSWORD.credentials()));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void assertNothingIsShown(TattlingServer server) throws IOException {
        Path file = Files.writeString(root.resolve("reconciler.yaml"), configuration);
        Configuration read = new ConfigurationReader(Map.of("GIT_TOKEN", SECRET), () -> Optional.of("host")).read(file);
        RepositoryActivities activities = ActivityAssembly.newActivities(read, false);
        WorkflowClient client =
                EmbeddedTemporal.start(HostQueues.of(read), activities).client();
        List<CompletableFuture<ReconcileResult>> runs = new ArrayList<>();
        for (RepositoryConfiguration repository : read.repositories()) {
            runs.add(new WorkflowRuns(client)
                    .run(new ReconcileInput(
                            repository.id(),
                            "host",
                            repository.branch(),
                            Trigger.MANUAL,
                            budgetOf(repository),
                            false)));
        }
        for (CompletableFuture<ReconcileResult> run : runs) {
            ReconcileResult result = run.join();
            boolean isWelcome = result.repository().value().equals("welcome");
            assertThat(result.outcome() == Outcome.PUSHED_AHEAD)
                    .as(result.toString())
                    .isEqualTo(isWelcome);
            assertHidden(result.toString());
            assertHidden(client.fetchHistory(result.repository().workflowId()).toJson(true));
        }
        sent.forEach(login -> assertThat(server.wasTold(login)).as(login).isTrue());
        assertFilesHaveNothing();
        Thread.getAllStackTraces().keySet().forEach(thread -> assertHidden(thread.getName()));
    }

    private static Duration budgetOf(RepositoryConfiguration repository) {
        return repository.id().value().equals("welcome") ? Duration.ofMinutes(2) : Duration.ofSeconds(1);
    }

    private void assertFilesHaveNothing() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (!settings.containsKey(file)) {
                    assertHidden(text);
                }
            }
        }
        settings.forEach((file, before) -> assertThat(file).hasContent(before));
    }

    private static void assertHidden(String text) {
        TELLTALES.forEach(telltale -> assertThat(text).doesNotContain(telltale));
    }
}
