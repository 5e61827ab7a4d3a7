package dev.reconciler.workflow;

import dev.reconciler.contract.FailureTypes;
import dev.reconciler.contract.cases.CaseLooks;
import dev.reconciler.contract.cases.CaseNotice;
import dev.reconciler.contract.cases.CaseNotice.NoticeKind;
import dev.reconciler.contract.cases.CaseNotices;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.contract.cases.LookRequest;
import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.model.CommitId;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A remote with one conflict, and people who are told of it, in memory. */
final class FakeCases implements CaseLooks, CaseNotices {
    static final CommitId LOCAL = new CommitId("1".repeat(40));
    static final CommitId REMOTE = new CommitId("2".repeat(40));

    private final List<CaseNotice> notices = new ArrayList<>();
    private final Map<String, ToldCase> memory = new HashMap<>();
    private CaseState state = CaseState.OPEN;
    private int looks;
    private int failingLooks;
    private int failingNotices;
    private int looksUntilMerged = Integer.MAX_VALUE;

    synchronized FakeCases becomes(CaseState next) {
        state = next;
        return this;
    }

    /** The remote does not answer the next looks. */
    synchronized FakeCases isAwayFor(int times) {
        failingLooks = times;
        return this;
    }

    /** Nobody can be told by the next notices. */
    synchronized FakeCases tellsNobodyFor(int times) {
        failingNotices = times;
        return this;
    }

    /** Somebody merges the branch before that look. */
    synchronized FakeCases isMergedAtLook(int number) {
        looksUntilMerged = number;
        return this;
    }

    /** People were told so by a case that the service has forgotten. */
    synchronized FakeCases remembers(String branch, ToldCase told) {
        memory.put(branch, told);
        return this;
    }

    synchronized List<CaseNotice> notices() {
        return List.copyOf(notices);
    }

    List<NoticeKind> kinds() {
        return notices().stream().map(CaseNotice::kind).toList();
    }

    synchronized int looks() {
        return looks;
    }

    @Override
    public synchronized ConflictLook look(LookRequest request) {
        looks++;
        if (failingLooks > 0) {
            failingLooks--;
            throw ApplicationFailure.newNonRetryableFailure("connection refused", FailureTypes.REMOTE_UNAVAILABLE);
        }
        if (looks >= looksUntilMerged) {
            state = CaseState.MERGED;
        }
        CommitId commit = request.conflict().commit();
        return state == CaseState.OPEN
                ? new ConflictLook(
                        state,
                        commit,
                        REMOTE,
                        List.of(new ConflictLook.ConflictFile("data.txt", "changed", "deleted")),
                        1,
                        List.of(new ConflictLook.ConflictCommit(commit, "local")),
                        1,
                        List.of(new ConflictLook.ConflictCommit(REMOTE, "remote")),
                        1)
                : ConflictLook.over(state, commit, REMOTE);
    }

    @Override
    public synchronized ToldCase tell(CaseNotice notice) {
        if (failingNotices > 0) {
            failingNotices--;
            throw ApplicationFailure.newNonRetryableFailure("the disk is full", "DiskError");
        }
        String branch = notice.conflict().branch().value();
        ToldCase before = memory.getOrDefault(branch, ToldCase.NOTHING);
        if (notice.kind() == NoticeKind.OPENED && before.openedAt() != null) {
            return before;
        }
        notices.add(notice);
        memory.put(branch, before.with(notice.kind(), notice.at()));
        return memory.get(branch);
    }
}
