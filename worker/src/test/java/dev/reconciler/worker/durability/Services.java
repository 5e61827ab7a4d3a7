package dev.reconciler.worker.durability;

import dev.reconciler.workflow.SearchAttributes;
import io.temporal.common.SearchAttributeKey;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Temporal services that are compared. */
final class Services {
    private static final List<SearchAttributeKey<String>> ATTRIBUTES =
            List.of(SearchAttributes.OUTCOME, SearchAttributes.REPOSITORY, SearchAttributes.TRIGGER);

    private Services() {}

    /** The one that {@code once} runs on. */
    static TestWorkflowEnvironment inProcess() {
        TestWorkflowEnvironment service =
                TestWorkflowEnvironment.newInstance(options().build());
        register(service);
        return service;
    }

    /** A full server on SQLite, as it comes. */
    static TestWorkflowEnvironment sqlite(Path directory, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(settings));
        ATTRIBUTES.forEach(key -> arguments.addAll(List.of("--search-attribute", key.getName() + "=Keyword")));
        return TestWorkflowEnvironment.startLocal(
                options().build(),
                TemporalDevServerOptions.newBuilder()
                        .setExistingPath(binary())
                        .setDownloadEnabled(false)
                        .setDatabaseFilename(directory.resolve("temporal.db").toString())
                        .setExtraArgs(arguments)
                        .build());
    }

    /** The same, with the settings that decide how long a step waits. */
    static TestWorkflowEnvironment sqliteTuned(Path directory) {
        return sqlite(
                directory,
                "--dynamic-config-value",
                "history.transferProcessorMaxPollRPS=10000",
                "--sqlite-pragma",
                "journal_mode=wal");
    }

    /** A server that is there already, with the namespace and the search attributes. */
    static TestWorkflowEnvironment external() {
        return TestWorkflowEnvironment.newInstance(options()
                .setUseExternalService(true)
                .setTarget(System.getenv("TEMPORAL_ADDRESS"))
                .build());
    }

    static boolean hasExternal() {
        return System.getenv("TEMPORAL_ADDRESS") != null;
    }

    static boolean hasBinary() {
        return Files.isExecutable(Path.of(binary()));
    }

    private static String binary() {
        String named = System.getenv("TEMPORAL_CLI");
        return named != null
                ? named
                : Path.of("../.temporal/bin/temporal").toAbsolutePath().toString();
    }

    private static TestEnvironmentOptions.Builder options() {
        return TestEnvironmentOptions.newBuilder().setUseTimeskipping(false);
    }

    private static void register(TestWorkflowEnvironment service) {
        ATTRIBUTES.forEach(key -> service.registerSearchAttribute(key.getName(), key.getValueType()));
    }
}
