package dev.reconciler.worker.config.notice;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of open cases.
 *
 * @param unpushedFor how long a commit may wait to be pushed before that is a case
 * @param remindEvery how long after a notice of a case the next one follows
 * @param escalateAfter how long after its first notice a case that is still open is escalated
 * @param pageUrl the address of the page, as persons reach it; null: notices have no links
 * @param channels who is told, their names unique; none: nobody
 */
public record NoticesConfiguration(
        Duration unpushedFor,
        Duration remindEvery,
        Duration escalateAfter,
        @Nullable String pageUrl,
        List<ChannelConfiguration> channels) {
    /** Where the file says nothing: nobody is told. */
    public static final NoticesConfiguration UNSET =
            new NoticesConfiguration(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(3), null, List.of());

    public NoticesConfiguration {
        channels = List.copyOf(channels);
    }

    /** The secrets of all channels. */
    public Stream<Supplier<String>> secrets() {
        return channels.stream().flatMap(channel -> channel.target().secrets());
    }
}
