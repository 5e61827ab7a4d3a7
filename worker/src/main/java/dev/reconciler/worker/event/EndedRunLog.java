package dev.reconciler.worker.event;

import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileError;
import dev.reconciler.model.ReconcileResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes a line into the log for each run that has ended, with its parts as fields where the log is JSON. */
public final class EndedRunLog implements OutcomeListener {
    private static final Logger LOG = LoggerFactory.getLogger(EndedRunLog.class);

    private final OutcomeListener next;

    /** @param next is told of the run afterwards */
    public EndedRunLog(OutcomeListener next) {
        this.next = next;
    }

    @Override
    public void runEnded(ReconcileResult result) {
        Map<String, @Nullable Object> fields = listFields(result);
        LoggingEventBuilder line = LOG.atLevel(chooseLevel(result));
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            if (field.getValue() != null) {
                line = line.addKeyValue(field.getKey(), field.getValue());
            }
        }
        line.log(describe(result));
        next.runEnded(result);
    }

    private static Map<String, @Nullable Object> listFields(ReconcileResult result) {
        ReconcileError error = result.error();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("repository", result.repository().value());
        fields.put("workflowId", result.repository().workflowId());
        fields.put("outcome", result.outcome().wire());
        fields.put("branch", result.branch().value());
        fields.put("trigger", result.trigger().wire());
        fields.put("oldCommit", toHex(result.oldCommit()));
        fields.put("newCommit", toHex(result.newCommit()));
        fields.put("remoteCommit", toHex(result.remoteCommit()));
        fields.put("conflictBranch", result.conflictBranch());
        fields.put("keptRef", result.keptRef());
        fields.put("attempts", result.attempts());
        fields.put("durationMs", result.durationMs());
        fields.put("error", error == null ? null : error.type().wire());
        return fields;
    }

    // Of a schedule of minutes, most runs find nothing to do. An error is a defect of this program.
    private static Level chooseLevel(ReconcileResult result) {
        ReconcileError error = result.error();
        return switch (result.outcome()) {
            case IN_SYNC -> Level.DEBUG;
            case FAST_FORWARDED, PUSHED_AHEAD, REBASED, REWOUND -> Level.INFO;
            case CONFLICT_ESCAPED, FETCH_FAILED, PUSH_FAILED -> Level.WARN;
            case FAILED -> error != null && error.type() == ErrorType.INTERNAL ? Level.ERROR : Level.WARN;
        };
    }

    private static @Nullable String toHex(@Nullable CommitId commit) {
        return commit == null ? null : commit.hex();
    }

    private static String describe(ReconcileResult result) {
        ReconcileError error = result.error();
        CommitId commit = result.newCommit();
        return result.repository() + ": " + result.outcome().wire() + " " + result.branch()
                + (commit == null ? "" : " " + commit.abbreviated()) + " ("
                + result.trigger().wire() + "): "
                + (error == null ? result.message() : error.type().wire() + ": " + error.message());
    }
}
