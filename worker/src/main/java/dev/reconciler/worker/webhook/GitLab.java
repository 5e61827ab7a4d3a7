package dev.reconciler.worker.webhook;

/** GitLab, which sends the secret itself in {@code X-Gitlab-Token} and names the event in the payload. */
final class GitLab implements Forge {
    private static final String PUSH = "push";

    @Override
    public String name() {
        return "gitlab";
    }

    @Override
    public boolean isGenuine(RequestHeaders headers, byte[] body, String secret) {
        return SecretCheck.isSame(headers.get("X-Gitlab-Token"), secret);
    }

    @Override
    public ForgeEvent readEvent(RequestHeaders headers, WebhookPayload payload) {
        // Not the header: a push has another X-Gitlab-Event where a system hook sends it.
        String kind = payload.requireText("/object_kind");
        if (!kind.equals(PUSH)) {
            return new ForgeEvent.IgnoredEvent("event " + kind);
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
