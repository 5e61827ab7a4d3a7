package dev.reconciler.worker.notice.channel;

import dev.reconciler.json.Json;
import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.notice.message.Notice;
import dev.reconciler.worker.webhook.WebhookKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells a program, as Standard Webhooks has it: the receiver knows by the signature that it is this host that tells, and by
 * the id a notice that it has already.
 */
final class WebhookChannel implements NoticeChannel {
    private final ChannelTarget.Webhook target;
    private final NoticeText text;
    private final HttpPost post;

    WebhookChannel(ChannelTarget.Webhook target, NoticeText text, HttpPost post) {
        this.target = target;
        this.text = text;
        this.post = post;
    }

    @Override
    public void tell(List<Notice> notices) throws IOException {
        for (Notice notice : notices) {
            String body = Json.write(describe(notice));
            String time = String.valueOf(Instant.now().getEpochSecond());
            post.send(
                    target.url().get(),
                    body,
                    Map.of(
                            "webhook-id",
                            notice.id(),
                            "webhook-timestamp",
                            time,
                            "webhook-signature",
                            readKey().sign(notice.id(), time, body.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private Map<String, @Nullable Object> describe(Notice notice) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("case", notice.caseId());
        data.put("kind", notice.kind().wire());
        data.put("host", text.host());
        data.put("title", notice.title());
        data.put("text", notice.text());
        data.put("repositories", notice.repositories());
        data.put("since", notice.since().toString());
        data.put(
                "closedAt", notice.closedAt() == null ? null : notice.closedAt().toString());
        data.put("openForSeconds", notice.openFor().toSeconds());
        data.put("url", text.findLink(notice).orElse(null));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", notice.type().wire());
        body.put("timestamp", notice.at().toString());
        body.put("data", data);
        return body;
    }

    private WebhookKey readKey() throws IOException {
        try {
            return WebhookKey.of(target.secret().get());
        } catch (IllegalArgumentException wrong) {
            throw new IOException(wrong.getMessage());
        }
    }
}
