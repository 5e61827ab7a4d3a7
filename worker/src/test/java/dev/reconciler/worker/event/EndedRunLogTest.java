package dev.reconciler.worker.event;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.ReconcileResultBuilder;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of runs that have ended. */
class EndedRunLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(EndedRunLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<ReconcileResult> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private ILoggingEvent end(ReconcileResultBuilder result) {
        new EndedRunLog(told::add).runEnded(result.build());
        return lines.list.get(lines.list.size() - 1);
    }

    private static ReconcileResultBuilder result() {
        return ReconcileResult.builder(new RepositoryId("data"), new BranchName("main"), Trigger.COMMIT)
                .localBranch(new CommitId("1".repeat(40)), new CommitId("2".repeat(40)));
    }

    @Test
    void aRunIsOneLineWithItsPartsAsFields() {
        ILoggingEvent line = end(result().outcome(Outcome.PUSHED_AHEAD, "pushed 1 commit"));

        assertThat(line.getFormattedMessage())
                .isEqualTo("data: pushed-ahead main 2222222222 (commit): pushed 1 commit");
        assertThat(line.getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .contains(
                        "repository=data",
                        "workflowId=reconcile/data",
                        "outcome=pushed-ahead",
                        "oldCommit=" + "1".repeat(40),
                        "newCommit=" + "2".repeat(40));
        assertThat(told).hasSize(1);
    }

    @Test
    void itsLevelIsThatOfWhatAPersonHasToDo() {
        assertThat(end(result().outcome(Outcome.IN_SYNC, "")).getLevel()).isEqualTo(Level.DEBUG);
        assertThat(end(result().outcome(Outcome.REBASED, "")).getLevel()).isEqualTo(Level.INFO);
        assertThat(end(result().outcome(Outcome.CONFLICT_ESCAPED, "")).getLevel())
                .isEqualTo(Level.WARN);
        assertThat(end(result().outcome(Outcome.PUSH_FAILED, "")).getLevel()).isEqualTo(Level.WARN);
        ILoggingEvent failed = end(result().failed(ErrorType.PUSH_REJECTED, "protected"));
        assertThat(failed.getLevel()).isEqualTo(Level.WARN);
        assertThat(failed.getFormattedMessage()).endsWith("PushRejected: protected");
        assertThat(end(result().failed(ErrorType.INTERNAL, "a defect")).getLevel())
                .isEqualTo(Level.ERROR);
    }
}
