package dev.reconciler.worker.notice.channel;

import dev.reconciler.json.Json;
import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.notice.message.Notice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells a program, as Standard Webhooks has it: the receiver knows by the signature that it is this host that tells, and by
 * the id a notice that it has already.
 */
final class WebhookChannel implements NoticeChannel {
    private static final String ALGORITHM = "HmacSHA256";

    /** With this a secret begins whose rest is in base64. */
    private static final String ENCODED = "whsec_";

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
                            "v1," + sign(notice.id() + "." + time + "." + body)));
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

    private String sign(String content) throws IOException {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(readKey(), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] readKey() throws IOException {
        String secret = target.secret().get();
        try {
            return secret.startsWith(ENCODED)
                    ? Base64.getDecoder().decode(secret.substring(ENCODED.length()))
                    : secret.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException showsTheSecret) {
            throw new IOException("its secret begins with " + ENCODED + ", and the rest is no base64");
        }
    }
}
