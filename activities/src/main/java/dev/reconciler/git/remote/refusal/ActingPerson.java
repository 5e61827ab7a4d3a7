package dev.reconciler.git.remote.refusal;

/** Who must act where a remote refuses. */
public enum ActingPerson {
    /** Who has rights on the remote's settings, or runs its server. */
    REMOTE_ADMINISTRATOR("an administrator of the remote"),
    /** Who runs this program, and gives it its configuration and credentials. */
    OPERATOR("who runs this program"),
    /** Who writes the commits, by the application or by hand. */
    COMMITTER("who writes the commits"),
    /** Nobody: the run waits. */
    NOBODY("nobody");

    private final String words;

    ActingPerson(String words) {
        this.words = words;
    }

    /** The beginning of a sentence. */
    public String words() {
        return words;
    }
}
