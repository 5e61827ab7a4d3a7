package dev.reconciler.worker.situations;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowStub;

/** Where a run is when it is given up. */
enum GivenUpMoment {
    FETCH("fetch", Scripts.REPLAY),
    CLASSIFY("classify", Scripts.REPLAY),
    REPLAY("replay", Scripts.REPLAY),
    ADVANCE("advance", Scripts.REPLAY),
    PUSH("push", Scripts.REPLAY),
    RELOAD("reload", Scripts.REPLAY),
    PRESERVE("preserve", Scripts.CONFLICT),
    VERIFY("verify", Scripts.CONFLICT),
    ADOPT("adopt", Scripts.CONFLICT),
    HOOK_HANGS("push", Scripts.REPLAY + Scripts.HANGING_HOOK),
    HOOK_OF_AN_ESCAPE_HANGS("preserve", Scripts.CONFLICT + Scripts.HANGING_HOOK),
    FILTER_HANGS("advance", Scripts.REPLAY + Scripts.HANGING_FILTER),
    APPLICATION_HANGS("reload", Scripts.REPLAY);

    private final String step;
    private final String script;

    GivenUpMoment(String step, String script) {
        this.step = step;
        this.script = script;
    }

    /** The method of the activity that is at work. */
    String step() {
        return step;
    }

    /** The commands that lead there. */
    String script() {
        return script;
    }

    /** Whether the step hangs, and is ended; else it begins once the run is gone. */
    boolean hangs() {
        return name().endsWith("_HANGS");
    }

    private static final class Scripts {
        private static final String RESET = "git -C $CLONE reset -q --hard\n";
        private static final String REPLAY = "commit $REMOTE theirs.txt theirs\ncommit $CLONE own.txt own\n" + RESET;
        private static final String CONFLICT = "commit $REMOTE base.txt theirs\ncommit $CLONE base.txt own\n" + RESET;
        private static final String HANGING_HOOK = "write_hook $REMOTE pre-receive 'touch ../hangs; sleep 600'\n";
        private static final String HANGING_FILTER = """
                mkdir -p $CLONE/.git/info
                echo '*.txt filter=hang' > $CLONE/.git/info/attributes
                git -C $CLONE config filter.hang.smudge 'touch ../hangs; sleep 600'
                git -C $CLONE config filter.hang.clean cat
                """;
    }

    /** How it is given up. */
    enum End {
        CANCELLED(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED) {
            @Override
            void end(WorkflowStub run) {
                run.cancel();
            }
        },
        TERMINATED(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED) {
            @Override
            void end(WorkflowStub run) {
                run.terminate("enough");
            }
        };

        private final WorkflowExecutionStatus status;

        End(WorkflowExecutionStatus status) {
            this.status = status;
        }

        /** What Temporal says of the run then. */
        WorkflowExecutionStatus status() {
            return status;
        }

        abstract void end(WorkflowStub run);
    }
}
