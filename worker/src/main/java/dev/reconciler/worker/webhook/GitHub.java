package dev.reconciler.worker.webhook;

/** GitHub, which signs in {@code X-Hub-Signature-256} and names the event in {@code X-GitHub-Event}. */
final class GitHub implements Forge {
    static final String SIGNATURE = "X-Hub-Signature-256";
    private static final String PREFIX = "sha256=";
    private static final String PUSH = "push";

    @Override
    public String name() {
        return "github";
    }

    @Override
    public boolean isGenuine(RequestHeaders headers, byte[] body, String secret) {
        String signature = headers.get(SIGNATURE);
        return signature != null
                && signature.startsWith(PREFIX)
                && SecretCheck.isSignature(signature.substring(PREFIX.length()), body, secret);
    }

    @Override
    public ForgeEvent readEvent(RequestHeaders headers, WebhookPayload payload) {
        String event = headers.get("X-GitHub-Event");
        if (event != null && !event.equals(PUSH)) {
            return new ForgeEvent.IgnoredEvent("event " + event);
        }
        return payload.readPush(
                "/repository/clone_url",
                "/repository/ssh_url",
                "/repository/git_url",
                "/repository/html_url",
                "/repository/svn_url");
    }
}
