package dev.reconciler.worker.durability;

import dev.reconciler.server.TemporalCli;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Temporal services that are compared. */
final class Services {
    private Services() {}

    /** The one that {@code once} runs on. */
    static TestWorkflowEnvironment inProcess() {
        TestWorkflowEnvironment service =
                TestWorkflowEnvironment.newInstance(options().build());
        register(service);
        return service;
    }

    /** A full server on SQLite, as it comes. */
    static TestWorkflowEnvironment sqlite(Path directory) {
        return sqlite(directory, List.of());
    }

    /** The same, with the settings that decide how long a step waits. */
    static TestWorkflowEnvironment sqliteTuned(Path directory) {
        return sqlite(
                directory,
                List.of(
                        "--dynamic-config-value",
                        "history.transferProcessorMaxPollRPS=10000",
                        "--sqlite-pragma",
                        "journal_mode=wal"));
    }

    private static TestWorkflowEnvironment sqlite(Path directory, List<String> settings) {
        List<String> arguments = new ArrayList<>(settings);
        RunAttributes.all().forEach(key -> arguments.addAll(List.of("--search-attribute", key.getName() + "=Keyword")));
        return TestWorkflowEnvironment.startLocal(
                options().build(),
                TemporalDevServerOptions.newBuilder()
                        .setExistingPath(TemporalCli.find().orElseThrow().toString())
                        .setDownloadEnabled(false)
                        .setLogLevel("error")
                        .setDatabaseFilename(directory.resolve("temporal.db").toString())
                        .setExtraArgs(arguments)
                        .build());
    }

    /** A server that is there already, with the namespace and the search attributes. */
    static TestWorkflowEnvironment at(String address) {
        return TestWorkflowEnvironment.newInstance(options()
                .setUseExternalService(true)
                .setTarget(address)
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setNamespace(System.getenv().getOrDefault("TEMPORAL_NAMESPACE", "default"))
                        .build())
                .build());
    }

    /** The servers of {@code TEMPORAL_ADDRESS}, one or several with commas between them. */
    static List<String> addresses() {
        String addresses = System.getenv("TEMPORAL_ADDRESS");
        return addresses == null ? List.of() : List.of(addresses.split(","));
    }

    static boolean hasBinary() {
        return TemporalCli.find().isPresent();
    }

    private static TestEnvironmentOptions.Builder options() {
        return TestEnvironmentOptions.newBuilder().setUseTimeskipping(false);
    }

    private static void register(TestWorkflowEnvironment service) {
        RunAttributes.all().forEach(key -> service.registerSearchAttribute(key.getName(), key.getValueType()));
    }
}
