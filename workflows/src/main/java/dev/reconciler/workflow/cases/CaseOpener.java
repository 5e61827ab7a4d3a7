package dev.reconciler.workflow.cases;

import dev.reconciler.contract.ConflictNews;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RepositoryBranch;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/** Opens the cases of what a run has seen or done, and tells those that are open. */
public final class CaseOpener {
    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 2;

    private final String host;
    private final RepositoryBranch target;

    /** Opens cases of that repository on that host. */
    public CaseOpener(String host, RepositoryBranch target) {
        this.host = host;
        this.target = target;
    }

    /** Opens them. Where that fails the run goes on all the same, since the next fetch sees the same again. */
    public void open(ConflictNews news) {
        List<CaseInput> cases =
                news.unseen().stream().map(conflict -> newCase(conflict, news)).toList();
        if (cases.isEmpty()) {
            return;
        }
        CaseOpening activities = Workflow.newLocalActivityStub(
                CaseOpening.class,
                LocalActivityOptions.newBuilder()
                        .setStartToCloseTimeout(ATTEMPT)
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setMaximumAttempts(ATTEMPTS)
                                .build())
                        .build());
        try {
            activities.open(cases);
        } catch (ActivityFailure ignored) {
            // Its history shows it.
        }
    }

    private CaseInput newCase(PreservedConflict conflict, ConflictNews news) {
        return new CaseInput(host, target, conflict, news.terms());
    }
}
