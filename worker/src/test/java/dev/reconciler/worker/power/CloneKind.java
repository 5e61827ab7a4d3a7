package dev.reconciler.worker.power;

/** The kinds of clone, with the commands that make one. */
public enum CloneKind {
    BARE("data.git", """
            git clone -q --bare --template= $REMOTE $CLONE
            """),
    WORK_TREE("data", """
            git clone -q --template= $REMOTE $CLONE
            """),
    LINKED_WORK_TREE("data", """
            git clone -q --template= $REMOTE $CLONE-first
            git -C $CLONE-first switch -q --detach
            git -C $CLONE-first worktree add -q $CLONE main
            """);

    private final String folder;
    private final String commands;

    CloneKind(String folder, String commands) {
        this.folder = folder;
        this.commands = commands;
    }

    String folder() {
        return folder;
    }

    String commands() {
        return commands;
    }
}
