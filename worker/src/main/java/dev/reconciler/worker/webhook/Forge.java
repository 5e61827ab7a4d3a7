package dev.reconciler.worker.webhook;

import java.util.List;

/** A forge: what its webhooks do differently from those of other forges. */
public sealed interface Forge permits GitHub, GitLab, Gitea {

    /** Every forge that this program understands. */
    List<Forge> ALL = List.of(new GitHub(), new GitLab(), new Gitea());

    /** The last segment of the path that the forge calls. */
    String name();

    /** Whether the sender knows the secret: the forge signs the bytes of the body with it, or sends it as a token. */
    boolean isGenuine(RequestHeaders headers, byte[] body, String secret);

    /**
     * Reads the event of a request whose sender is genuine.
     *
     * @throws RequestRefusedException if the payload lacks what every payload of that event has
     */
    ForgeEvent readEvent(RequestHeaders headers, WebhookPayload payload);
}
