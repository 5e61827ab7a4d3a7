package dev.reconciler.worker.webhook;

/**
 * GitLab, which sends its secret token itself in {@code X-Gitlab-Token}, or signs by its signing token as Standard Webhooks
 * has it, and names the event in the payload.
 */
final class GitLab implements Forge {
    private static final String PUSH = "push";

    @Override
    public String name() {
        return "gitlab";
    }

    @Override
    public boolean isGenuine(RequestHeaders headers, byte[] body, String secret) {
        return SecretCheck.isSame(headers.get("X-Gitlab-Token"), secret) || isSigned(headers, body, secret);
    }

    // The time is not looked at: what is sent again asks for a run once more, which moves nothing twice.
    private static boolean isSigned(RequestHeaders headers, byte[] body, String secret) {
        String signatures = headers.get("webhook-signature");
        String id = headers.get("webhook-id");
        String time = headers.get("webhook-timestamp");
        try {
            return signatures != null
                    && id != null
                    && time != null
                    && WebhookKey.of(secret).hasSigned(signatures, id, time, body);
        } catch (IllegalArgumentException noSigningToken) {
            return false;
        }
    }

    @Override
    public ForgeEvent readEvent(RequestHeaders headers, WebhookPayload payload) {
        // Not the header: a push has another X-Gitlab-Event where a system hook sends it.
        String kind = payload.textAt("/object_kind");
        if (!PUSH.equals(kind)) {
            // System hooks tell of users and projects without a kind.
            return new ForgeEvent.IgnoredEvent("event " + (kind == null ? payload.textAt("/event_name") : kind));
        }
        return payload.readPush(
                "/project/git_http_url",
                "/project/git_ssh_url",
                "/project/web_url",
                "/repository/git_http_url",
                "/repository/git_ssh_url",
                "/repository/homepage");
    }
}
