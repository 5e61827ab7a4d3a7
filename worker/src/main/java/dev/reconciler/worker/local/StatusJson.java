package dev.reconciler.worker.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.json.Json;
import dev.reconciler.model.ConflictName;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.status.EndedRun;
import dev.reconciler.worker.status.LeaseStatus;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunningRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a repository as the worker shows it. */
final class StatusJson {
    private StatusJson() {}

    static RepositoryStatus read(JsonNode repository) {
        String id = repository.get("repository").asText();
        List<String> conflicts = new ArrayList<>();
        repository
                .path("conflicts")
                .forEach(conflict ->
                        conflicts.add(ConflictName.branchOf(conflict.asText().substring(id.length() + 1))
                                .value()));
        List<String> warnings = new ArrayList<>();
        repository.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        return new RepositoryStatus(
                new RepositoryId(id),
                RepositoryState.of(repository.get("state").asText()),
                readLast(repository.path("last")),
                readRunning(repository.path("running")),
                readLease(repository.path("lease")),
                warnings,
                conflicts);
    }

    private static @Nullable EndedRun readLast(JsonNode last) {
        return last.isObject()
                ? new EndedRun(Json.convert(last, ReconcileResult.class), readTime(last, "finishedAt"))
                : null;
    }

    private static @Nullable RunningRun readRunning(JsonNode running) {
        return running.isObject()
                ? new RunningRun(
                        running.get("workflowId").asText(),
                        running.get("runId").asText(),
                        readTime(running, "since"),
                        running.get("step").asText(),
                        running.get("attempt").asInt(),
                        running.path("nextAttemptAt").isTextual() ? readTime(running, "nextAttemptAt") : null,
                        running.path("lastError").textValue())
                : null;
    }

    private static @Nullable LeaseStatus readLease(JsonNode lease) {
        return lease.isObject()
                ? new LeaseStatus(
                        lease.get("holder").asText(), lease.get("fence").asLong(), readTime(lease, "expiresAt"))
                : null;
    }

    private static Instant readTime(JsonNode of, String name) {
        return Instant.parse(of.get(name).asText());
    }
}
