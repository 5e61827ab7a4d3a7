package dev.reconciler.worker.notice.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.config.notice.ChannelTarget.MailSecurity;
import dev.reconciler.worker.notice.channel.TroubledReceiver.Trouble;
import dev.reconciler.worker.notice.message.CaseKind;
import dev.reconciler.worker.notice.message.Notice;
import dev.reconciler.worker.notice.message.NoticeType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of channel says of a receiver that is down, slow, or refuses. */
class TroubledChannelTest {
    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");
    private static final Notice NOTICE = new Notice(
            "id-1",
            "ops",
            NoticeType.OPENED,
            "disk/one",
            CaseKind.DISK,
            "The disk of one refuses",
            "It is full",
            List.of(),
            NOW,
            NOW,
            null);

    private static NoticeChannel channel(
            String kind, TroubledReceiver receiver, Duration patience, String... mailboxes) {
        ChannelTarget target =
                switch (kind) {
                    case "webhook" -> new ChannelTarget.Webhook(() -> receiver.url("/secret-path"), () -> "hush");
                    case "slack" -> new ChannelTarget.Slack(() -> receiver.url("/secret-path"));
                    case "alertmanager" -> new ChannelTarget.Alertmanager(() -> receiver.url("/secret-path"), null);
                    default ->
                        new ChannelTarget.Email(
                                "127.0.0.1",
                                receiver.port(),
                                MailSecurity.NONE,
                                null,
                                null,
                                "bot@example.org",
                                List.of(mailboxes));
                };
        return NoticeChannel.of(target, "one", null, patience);
    }

    @ParameterizedTest
    @CsvSource({
        "webhook,      DOWN,     could not be reached",
        "slack,        DOWN,     could not be reached",
        "alertmanager, DOWN,     could not be reached",
        "email,        DOWN,     Couldn't connect to host",
        "webhook,      SLOW,     did not answer within 200ms",
        "slack,        SLOW,     did not answer within 200ms",
        "alertmanager, SLOW,     did not answer within 200ms",
        "email,        SLOW,     timed out",
        "webhook,      REFUSING, answered 503",
        "slack,        REFUSING, answered 503",
        "alertmanager, REFUSING, answered 503",
        "email,        REFUSING, 550 5.1.1 no such mailbox"
    })
    void eachChannelSaysInTimeWhatItMet(String kind, Trouble trouble, String words) throws IOException {
        try (TroubledReceiver receiver = new TroubledReceiver(trouble, kind.equals("email"))) {
            Duration patience = trouble == Trouble.SLOW ? Duration.ofMillis(200) : NoticeChannel.PATIENCE;
            assertThatThrownBy(() -> channel(kind, receiver, patience, "left@example.org")
                            .tell(List.of(NOTICE)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("127.0.0.1 ")
                    .hasMessageContaining(words)
                    .hasMessageNotContaining("secret-path");
        }
    }

    /** The others would hear of nothing, or of all again at each attempt. */
    @Test
    void aReceiverWhoHasLeftKeepsTheMailFromNobodyElse() throws IOException {
        try (TroubledReceiver receiver = new TroubledReceiver(Trouble.REFUSING, true)) {
            channel("email", receiver, NoticeChannel.PATIENCE, "left@example.org", "ada@example.org")
                    .tell(List.of(NOTICE));

            assertThat(receiver.countMails()).isOne();
        }
    }
}
