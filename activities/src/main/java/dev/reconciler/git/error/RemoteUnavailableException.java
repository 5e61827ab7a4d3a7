package dev.reconciler.git.error;

/** No person must act: the remote, the network or the room on the disk may be back in a while, and the run waits. */
public final class RemoteUnavailableException extends GitException {
    private static final long serialVersionUID = 1L;

    /** @param message free of secrets */
    public RemoteUnavailableException(String message) {
        super(message);
    }

    /** @param message free of secrets */
    public RemoteUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
