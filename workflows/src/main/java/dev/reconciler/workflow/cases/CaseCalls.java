package dev.reconciler.workflow.cases;

import dev.reconciler.contract.cases.CaseLooks;
import dev.reconciler.contract.cases.CaseNotice;
import dev.reconciler.contract.cases.CaseNotices;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.contract.cases.LookRequest;
import dev.reconciler.contract.cases.ToldCase;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Calls the activities of a case. */
final class CaseCalls {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private CaseCalls() {}

    /** @throws io.temporal.failure.ActivityFailure if the remote could not be asked */
    static ConflictLook look(CaseInput input) {
        CaseLooks host = Workflow.newActivityStub(
                CaseLooks.class,
                CasePolicies.looking(input.host(), "is " + input.conflict().branch() + " open still?", LIMIT));
        return host.look(new LookRequest(input.target(), input.conflict(), LIMIT));
    }

    /** @throws io.temporal.failure.ActivityFailure if nobody could be told */
    static ToldCase tell(String host, CaseNotice notice) {
        CaseNotices notices = Workflow.newActivityStub(
                CaseNotices.class,
                CasePolicies.telling(host, "tell: " + notice.kind().wire()));
        return notices.tell(notice);
    }
}
