package dev.reconciler.worker.notice.channel;

import dev.reconciler.json.Json;
import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.notice.message.Notice;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Tells a chat, as Slack's incoming webhooks have it; Mattermost, Rocket.Chat and others take the same. */
final class SlackChannel implements NoticeChannel {
    private final ChannelTarget.Slack target;
    private final NoticeText text;
    private final HttpPost post;

    SlackChannel(ChannelTarget.Slack target, NoticeText text, HttpPost post) {
        this.target = target;
        this.text = text;
        this.post = post;
    }

    @Override
    public void tell(List<Notice> notices) throws IOException {
        for (Notice notice : notices) {
            String words = "*" + escape(text.subject(notice)) + "*\n" + escape(text.body(notice));
            post.send(target.url().get(), Json.write(Map.of("text", words)), Map.of());
        }
    }

    // Unescaped, the words of a remote could call everybody of the chat, or show a link under another name.
    private static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
