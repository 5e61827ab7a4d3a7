package dev.reconciler.worker.event;

import dev.reconciler.contract.cases.CaseNotice;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.json.Json;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.workflow.cases.CaseInput;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes events of what runs came to, of the cases of conflicts, and of commits that wait to be pushed. */
public final class EventFeed implements OutcomeListener {
    private final EventLog log;

    /** Adds the events to that log. */
    public EventFeed(EventLog log) {
        this.log = log;
    }

    @Override
    public void runEnded(ReconcileResult result) {
        CommitId moved = result.newCommit();
        if (moved != null && !moved.equals(result.oldCommit())) {
            log.append("moved", result.repository(), describeMove(result, moved));
        }
        if (result.conflictBranch() != null) {
            log.append("conflict", result.repository(), describeConflict(result, result.conflictBranch()));
        }
        log.append("outcome", result.repository(), Json.write(result));
    }

    private static Map<String, @Nullable Object> describeMove(ReconcileResult result, CommitId to) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("repository", result.repository());
        data.put("branch", result.branch());
        data.put("from", result.oldCommit());
        data.put("to", to);
        return data;
    }

    private static Map<String, @Nullable Object> describeConflict(ReconcileResult result, String branch) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("conflict", result.repository() + "/" + branch.substring(branch.lastIndexOf('/') + 1));
        data.put("repository", result.repository());
        data.put("branch", branch);
        data.put("localCommit", result.oldCommit());
        data.put("remoteCommit", result.remoteCommit());
        data.put("state", "escaped");
        return data;
    }

    /** What has happened to the case of a conflict, as the data of an event. */
    public static String describeCase(CaseNotice notice) {
        ConflictLook look = notice.look();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("conflict", CaseInput.nameOf(notice.repository(), notice.conflict()));
        data.put("repository", notice.repository());
        data.put("branch", notice.conflict().branch());
        data.put("localCommit", look.commit());
        data.put("remoteCommit", look.remote());
        data.put("state", notice.kind());
        data.put("at", notice.at().toString());
        if (notice.openFor() == null) {
            data.put("files", look.files());
            data.put("filesTotal", look.filesTotal());
        } else {
            data.put("closedBy", look.state());
            data.put("openSeconds", notice.openFor().toSeconds());
        }
        return Json.write(data);
    }

    /** Says what has happened to a case, unless that is said already. */
    public void sayOnce(RepositoryId repository, String data) {
        if (!log.has("conflict", repository, data)) {
            log.append("conflict", repository, data);
        }
    }

    /** A commit of the application was seen that the remote has not. */
    public void commitSeen(RepositoryId repository, CommitId commit, Instant since) {
        log.append(
                "unpushed", repository, Map.of("repository", repository, "commit", commit, "since", since.toString()));
    }
}
