package dev.reconciler.worker.notice.channel;

import dev.reconciler.json.Json;
import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.notice.message.Notice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells Prometheus' Alertmanager, which tells people in its own way and at its own times. It takes an alert for over that it
 * does not hear of again, so each open case is told again every minute.
 */
final class AlertmanagerChannel implements NoticeChannel {
    private static final Duration UNHEARD = Duration.ofMinutes(5);
    private static final int MOST = 200;
    private static final String PATH = "/api/v2/alerts";

    private final ChannelTarget.Alertmanager target;
    private final NoticeText text;
    private final HttpPost post;

    AlertmanagerChannel(ChannelTarget.Alertmanager target, NoticeText text, HttpPost post) {
        this.target = target;
        this.text = text;
        this.post = post;
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public void tell(List<Notice> notices) throws IOException {
        Supplier<String> token = target.token();
        post.send(
                target.url().get().strip().replaceFirst("/*$", "") + PATH,
                Json.write(notices.stream().map(this::describe).toList()),
                token == null ? Map.of() : Map.of("Authorization", "Bearer " + token.get()));
    }

    private Map<String, @Nullable Object> describe(Notice notice) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("alertname", "Reconciler_" + notice.kind().wire().replace('-', '_'));
        labels.put("host", text.findHost(notice));
        labels.put("case", notice.caseId());
        if (notice.repositories().size() == 1) {
            labels.put("repository", notice.repositories().get(0).value());
        }
        Map<String, @Nullable Object> alert = new LinkedHashMap<>();
        alert.put("labels", labels);
        alert.put("annotations", Map.of("summary", notice.title(), "description", notice.text()));
        Instant closed = notice.closedAt();
        Instant end = closed == null ? Instant.now().plus(UNHEARD) : closed;
        // The clocks of two hosts may differ, and Alertmanager refuses an alert that ends before it starts, with all
        // that are told beside it.
        alert.put("startsAt", (notice.since().isAfter(end) ? end : notice.since()).toString());
        alert.put("endsAt", end.toString());
        text.findLink(notice).ifPresent(link -> alert.put("generatorURL", link));
        return alert;
    }
}
