package dev.reconciler.worker.cli.output;

import dev.reconciler.model.Outcome;

/** What the program tells its caller. In the order of weight: where several apply, the first one counts. */
public enum ExitStatus {
    /** The command line or the configuration is wrong. */
    USAGE(2),
    /** Some run failed: a person must act. */
    FAILED(1),
    /** Some run escaped a conflict. */
    ESCAPED(4),
    /** Some run could not reach its remote within its budget. */
    UNREACHED(3),
    /** Every repository is settled. */
    SETTLED(0);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The status of one run. */
    public static ExitStatus of(Outcome outcome) {
        return switch (outcome) {
            case IN_SYNC, FAST_FORWARDED, PUSHED_AHEAD, REBASED, REWOUND -> SETTLED;
            case CONFLICT_ESCAPED -> ESCAPED;
            case FETCH_FAILED, PUSH_FAILED -> UNREACHED;
            case FAILED -> FAILED;
        };
    }

    /** The status of both together. */
    public ExitStatus and(ExitStatus other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** The number that the process ends with. */
    public int code() {
        return code;
    }
}
