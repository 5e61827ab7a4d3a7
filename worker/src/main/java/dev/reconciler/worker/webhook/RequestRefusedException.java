package dev.reconciler.worker.webhook;

/** A request is refused. The {@link #answer()} with the message is sent to the caller. */
final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    /**
     * @param status the status of HTTP
     * @param message the reason, free of secrets
     */
    RequestRefusedException(int status, String message) {
        super(WebhookAnswer.quoteSender(message));
        this.status = status;
    }

    WebhookAnswer answer() {
        return WebhookAnswer.error(status, String.valueOf(getMessage()));
    }
}
