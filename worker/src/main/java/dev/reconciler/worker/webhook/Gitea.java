package dev.reconciler.worker.webhook;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Gitea, and with it Forgejo and Gogs, which send the same headers under their own names. */
final class Gitea implements Forge {
    private static final List<String> SIGNATURES =
            List.of("X-Gitea-Signature", "X-Forgejo-Signature", "X-Gogs-Signature");
    private static final List<String> EVENTS = List.of("X-Gitea-Event", "X-Forgejo-Event", "X-Gogs-Event");
    private static final String PUSH = "push";

    @Override
    public String name() {
        return "gitea";
    }

    @Override
    public boolean isGenuine(RequestHeaders headers, byte[] body, String secret) {
        return presentHeaders(headers, SIGNATURES)
                .anyMatch(signature -> SecretCheck.isSignature(signature, body, secret));
    }

    @Override
    public ForgeEvent readEvent(RequestHeaders headers, WebhookPayload payload) {
        String event = presentHeaders(headers, EVENTS).findFirst().orElse(PUSH);
        if (!event.equals(PUSH)) {
            return new ForgeEvent.IgnoredEvent("event " + event);
        }
        return payload.readPush("/repository/clone_url", "/repository/ssh_url", "/repository/html_url");
    }

    private static Stream<String> presentHeaders(RequestHeaders headers, List<String> names) {
        return names.stream().map(headers::get).filter(Objects::nonNull);
    }
}
