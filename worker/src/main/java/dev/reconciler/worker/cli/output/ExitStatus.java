package dev.reconciler.worker.cli.output;

import dev.reconciler.model.Outcome;

/** The exit status of the process. The order is that of weight: where several apply, the first one counts. */
public enum ExitStatus {
    /** The command line or the configuration is wrong: a person must correct the words or the file. */
    USAGE(2),
    /** A run failed: a person must act. */
    FAILED(1),
    /** A run escaped a conflict: local commits are on a conflict branch of the remote. */
    ESCAPED(4),
    /** A run did not reach its remote within its budget. */
    UNREACHED(3),
    /** Every repository is settled. */
    SETTLED(0);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** Returns the status of one run. */
    public static ExitStatus of(Outcome outcome) {
        return switch (outcome) {
            case IN_SYNC, FAST_FORWARDED, PUSHED_AHEAD, REBASED, REWOUND -> SETTLED;
            case CONFLICT_ESCAPED -> ESCAPED;
            case FETCH_FAILED, PUSH_FAILED -> UNREACHED;
            case FAILED -> FAILED;
        };
    }

    /** Returns the heavier of the two. */
    public ExitStatus and(ExitStatus other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** Returns the number that the process ends with. */
    public int code() {
        return code;
    }
}
