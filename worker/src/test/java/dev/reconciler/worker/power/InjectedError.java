package dev.reconciler.worker.power;

/** Errors of the system, and the kinds of calls that a system answers with them. */
enum InjectedError {
    FULL(28, Call.MAKES | Call.WRITE | Call.SYNC | Call.CLOSE),
    OVER_QUOTA(122, Call.MAKES | Call.WRITE | Call.SYNC | Call.CLOSE),
    READ_ONLY(30, Call.MAKES | Call.OPEN_TO_WRITE | Call.REMOVE | Call.CHANGE),
    FORBIDDEN(13, Call.MAKES | Call.OPENS | Call.LOOK | Call.REMOVE),
    NOT_PERMITTED(1, Call.MAKES | Call.REMOVE | Call.CHANGE),
    TOO_MANY_FILES(24, Call.CREATE | Call.OPENS),
    TOO_MANY_FILES_OF_ALL(23, Call.CREATE | Call.OPENS),
    STALE(116, Call.EACH),
    UNREADABLE(5, Call.EACH),
    /** Half of what is to be written is written, and the rest asked for again. */
    SHORT_WRITE(0, Call.WRITE);

    /** The kinds of calls in faults.c. */
    private static final class Call {
        static final int CREATE = 1;
        static final int NAME = 2;
        static final int MAKES = CREATE | NAME;
        static final int WRITE = 4;
        static final int SYNC = 8;
        static final int CLOSE = 16;
        static final int OPEN_TO_READ = 32;
        static final int OPEN_TO_WRITE = 64;
        static final int OPENS = OPEN_TO_READ | OPEN_TO_WRITE;
        static final int READ = 128;
        static final int LOOK = 256;
        static final int REMOVE = 512;
        static final int CHANGE = 1024;
        static final int EACH = MAKES | WRITE | SYNC | CLOSE | OPENS | READ | LOOK | REMOVE | CHANGE;
    }

    private final int number;
    private final int calls;

    /**
     * An error.
     *
     * @param number on Linux
     * @param calls the kinds of calls, as bits
     */
    InjectedError(int number, int calls) {
        this.number = number;
        this.calls = calls;
    }

    int number() {
        return number;
    }

    int calls() {
        return calls;
    }

    /** Whether a run may fail of it. */
    boolean isFault() {
        return number != 0;
    }
}
