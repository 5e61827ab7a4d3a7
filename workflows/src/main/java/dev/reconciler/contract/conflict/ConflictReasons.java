package dev.reconciler.contract.conflict;

import java.util.Set;

/** Why nothing is done about a conflict branch, in the words of a result's {@code reason}. */
public final class ConflictReasons {
    /** The branch is not on the remote any more. */
    public static final String CLOSED = "conflict-closed";

    /** The branch holds another commit than the person saw. */
    public static final String MOVED = "conflict-moved";

    /** The local side can't be right everywhere: what it has can't stand beside what the remote has. */
    public static final String CANNOT_COEXIST = "cannot-coexist";

    /** The remote's branch has held the commits of the conflict branch, and has dropped all of them since. */
    public static final String DROPPED = "conflict-dropped";

    /** The remote's branch has moved on since the person began: the result does not stand on what it holds. */
    public static final String OUTDATED = "remote-moved";

    /** A person is not at the end of it: something conflicts still, or is on no commit. */
    public static final String UNRESOLVED = "conflict-unresolved";

    private static final Set<String> ALL = Set.of(CLOSED, MOVED, CANNOT_COEXIST, DROPPED, OUTDATED, UNRESOLVED);

    private ConflictReasons() {}

    /** Whether it is one of these: then nothing was moved. */
    public static boolean has(String reason) {
        return ALL.contains(reason);
    }
}
