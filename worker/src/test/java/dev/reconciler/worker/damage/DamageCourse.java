package dev.reconciler.worker.damage;

import dev.reconciler.model.Outcome;

/** A clone and its remote, and what a run on them comes to while every object is sound. */
enum DamageCourse {
    IN_SYNC(Outcome.IN_SYNC, ""),
    FAST_FORWARD(Outcome.FAST_FORWARDED, """
            commit $REMOTE base.txt '1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\nnine'
            commit $REMOTE new.txt new
            """),
    PUSH(Outcome.PUSHED_AHEAD, """
            commit $CLONE base.txt '1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\nnine'
            commit $CLONE new.txt new
            """),
    REPLAY(Outcome.REBASED, """
            commit $REMOTE base.txt '1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\nnine'
            commit $REMOTE r.txt r
            commit $CLONE base.txt 'one\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9'
            commit $CLONE l.txt l
            """),
    RENAME(Outcome.REBASED, """
            commit_rename $REMOTE dir/deep.txt dir/moved.txt
            commit $CLONE dir/deep.txt 'A\\nb\\nc\\nd\\ne\\nf'
            commit $CLONE l.txt l
            """),
    ESCAPE(Outcome.CONFLICT_ESCAPED, """
            commit $REMOTE base.txt remote
            commit $REMOTE r.txt r
            commit $CLONE base.txt local
            commit $CLONE l.txt l
            """),
    REWIND(Outcome.REWOUND, """
            git -C $REMOTE update-ref refs/heads/main main~1
            """),
    REWRITTEN_REPLAY(Outcome.REBASED, """
            git -C $REMOTE update-ref refs/heads/main main~1
            commit $REMOTE r.txt r
            commit $CLONE l.txt l
            """),
    REWRITTEN_ESCAPE(Outcome.CONFLICT_ESCAPED, """
            git -C $REMOTE update-ref refs/heads/main main~1
            commit $REMOTE base.txt r
            commit $CLONE base.txt l
            """),
    FIRST_CLONE(Outcome.FAST_FORWARDED, """
            rm -rf $CLONE
            """);

    private static final String BOTH = """
            git init -q --bare --template= -b main $REMOTE
            commit $REMOTE base.txt '1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9'
            commit $REMOTE dir/deep.txt 'a\\nb\\nc\\nd\\ne\\nf'
            commit $REMOTE last.txt last
            git clone -q --template= $REMOTE $CLONE
            """;

    private final Outcome sound;
    private final String script;

    DamageCourse(Outcome sound, String script) {
        this.sound = sound;
        this.script = script;
    }

    Outcome sound() {
        return sound;
    }

    String script() {
        return BOTH + script;
    }
}
