package dev.reconciler.worker.webhook;

import java.util.List;

/** What distinguishes one forge's webhooks from another's. */
public sealed interface Forge permits GitHub, GitLab, Gitea {

    /** Every forge that is understood. */
    List<Forge> ALL = List.of(new GitHub(), new GitLab(), new Gitea());

    /** The last segment of the path that it calls. */
    String name();

    /** Whether the sender knows the secret, shown by that forge's own signature over the very bytes, or its token. */
    boolean isGenuine(RequestHeaders headers, byte[] body, String secret);

    /** What it says. */
    ForgeEvent readEvent(RequestHeaders headers, WebhookPayload payload);
}
