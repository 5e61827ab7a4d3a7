package dev.reconciler.worker.notice.channel;

import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.notice.message.Notice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way by which people are told. */
public interface NoticeChannel {
    /** So long a receiver has for its answer. */
    Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * Tells notices, of which there are at most {@link #most}.
     *
     * @throws IOException if they were not taken; the message says why, and has no secret
     */
    void tell(List<Notice> notices) throws IOException;

    /** How many notices it can tell at once. */
    default int most() {
        return 1;
    }

    /**
     * Makes the channel that leads to a target.
     *
     * @param host the host that tells
     * @param pageUrl the address of its page; null: notices have no links
     * @param patience how long the receiver has for its answer
     */
    static NoticeChannel of(ChannelTarget target, String host, @Nullable String pageUrl, Duration patience) {
        NoticeText text = new NoticeText(host, pageUrl);
        HttpPost post = new HttpPost(patience);
        if (target instanceof ChannelTarget.Webhook webhook) {
            return new WebhookChannel(webhook, text, post);
        }
        if (target instanceof ChannelTarget.Slack slack) {
            return new SlackChannel(slack, text, post);
        }
        if (target instanceof ChannelTarget.Alertmanager alertmanager) {
            return new AlertmanagerChannel(alertmanager, text, post);
        }
        return new EmailChannel((ChannelTarget.Email) target, text, patience);
    }
}
