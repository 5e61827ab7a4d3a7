package dev.reconciler.worker.power;

import java.util.EnumSet;
import java.util.Set;

/** What a run does that is cut: the commands that make its clone and remote, and what comes of them. */
public enum CutCourse {
    FAST_FORWARD(Start.CLONED, Commands.THEIRS),
    FAST_FORWARD_OF_MANY(Start.AGREED, """
            { for n in $(seq 30); do echo "write many/$n.txt $n"; done; echo "delete gone.txt"; } |
              commit_changes $REMOTE theirs
            """),
    REPLAY(Start.CLONED, Commands.THEIRS + Commands.OWN),
    PUSH(Start.CLONED, Commands.OWN),
    ESCAPE(Start.CLONED, Commands.THEIRS + Commands.CONFLICTING),
    REWIND(Start.AGREED, Commands.DROP),
    REWRITTEN_REPLAY(Start.AGREED, Commands.DROP + Commands.THEIRS + Commands.OWN),
    REWRITTEN_ESCAPE(Start.AGREED, Commands.DROP + Commands.THEIRS + Commands.CONFLICTING),
    RELOAD(Start.AGREED, Commands.THEIRS + Commands.OWN),
    FIRST_CLONE(Start.NOTHING, ""),
    FIRST_CLONE_IN_EMPTY_MOUNT(Start.NOTHING, "");

    /** What is there before the changes. */
    private enum Start {
        NOTHING,
        CLONED,
        /** A clone whose first run is over, so that it knows what both sides hold. */
        AGREED
    }

    private static final class Commands {
        static final String BASE = """
                git init -q --bare --template= -b main $REMOTE
                commit $REMOTE base.txt '1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9'
                commit $REMOTE dir/deep.txt 'a\\nb\\nc\\nd\\ne\\nf'
                commit_mode $REMOTE 120000 link base.txt
                commit_mode $REMOTE 100755 tool tool
                commit $REMOTE gone.txt gone
                commit $REMOTE last.txt last
                """;
        static final String THEIRS = """
                commit_changes $REMOTE theirs <<END
                write base.txt changed
                write new/1.txt one
                write new/2.txt two
                delete gone.txt
                END
                commit_mode $REMOTE 120000 link dir/deep.txt
                """;
        static final String OWN = """
                commit $CLONE own.txt own
                commit $CLONE dir/deep.txt 'A\\nb\\nc\\nd\\ne\\nf'
                """;
        static final String CONFLICTING = """
                commit $CLONE base.txt mine
                commit $CLONE own.txt own
                """;
        static final String DROP = """
                git -C $REMOTE update-ref refs/heads/main main~1
                """;
    }

    private final Start start;
    private final String changes;

    CutCourse(Start start, String changes) {
        this.start = start;
        this.changes = changes;
    }

    /** The commands before a first run, or before the changes where there is none. */
    String start(CloneKind kind) {
        return start == Start.NOTHING ? Commands.BASE : Commands.BASE + kind.commands();
    }

    /** The commands after it. */
    String changes() {
        return changes;
    }

    boolean agreesBefore() {
        return start == Start.AGREED;
    }

    boolean hasClone() {
        return start != Start.NOTHING;
    }

    /** Whether the application is told of moves. */
    boolean isTold() {
        return this == RELOAD;
    }

    /** How many branches for conflicts the remote has afterwards. */
    int conflicts() {
        return this == ESCAPE || this == REWRITTEN_ESCAPE ? 1 : 0;
    }

    Set<CloneKind> kinds() {
        return hasClone() ? EnumSet.allOf(CloneKind.class) : EnumSet.of(CloneKind.BARE, CloneKind.WORK_TREE);
    }
}
