package dev.reconciler.worker.webhook;

/** A request that is refused; the message is for its caller. */
final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    /**
     * @param status of HTTP
     * @param message free of secrets
     */
    RequestRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    WebhookAnswer answer() {
        return WebhookAnswer.error(status, String.valueOf(getMessage()));
    }
}
