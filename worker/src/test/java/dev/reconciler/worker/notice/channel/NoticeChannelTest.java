package dev.reconciler.worker.notice.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.reconciler.json.Json;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.config.notice.ChannelTarget.MailSecurity;
import dev.reconciler.worker.notice.channel.ReceivingServer.Received;
import dev.reconciler.worker.notice.message.CaseKind;
import dev.reconciler.worker.notice.message.Notice;
import dev.reconciler.worker.notice.message.NoticeType;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What receivers get, over their own protocols. */
class NoticeChannelTest {
    private static final Instant SINCE = Instant.parse("2026-11-27T08:00:00Z");
    private static final String SECRET = "hush";
    private static final String PAGE = "https://reconciler.example.org/";

    private ReceivingServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ReceivingServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Notice notice(NoticeType type) {
        return notice(type, "A hook says <!channel> & more", 1);
    }

    private static Notice notice(NoticeType type, String text, int repositories) {
        return new Notice(
                "id-1",
                "ops",
                type,
                "conflict/data-0/2026-11-27T08-00-00Z",
                CaseKind.CONFLICT,
                "Commits of data-0 conflict with the remote",
                text,
                IntStream.range(0, repositories)
                        .mapToObj(number -> new RepositoryId("data-" + number))
                        .toList(),
                SINCE,
                SINCE.plusSeconds(30),
                type == NoticeType.CLOSED ? SINCE.plusSeconds(7200) : null);
    }

    private static NoticeChannel channel(ChannelTarget target) {
        return NoticeChannel.of(target, "one", PAGE, NoticeChannel.PATIENCE);
    }

    private Received send(ChannelTarget target, Notice... notices) throws Exception {
        channel(target).tell(List.of(notices));
        return server.take();
    }

    private static JsonNode read(Received request) throws IOException {
        return Json.read(request.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aWebhookIsSignedAsItsStandardHasIt() throws Exception {
        Received request =
                send(new ChannelTarget.Webhook(() -> server.url("/ops"), () -> SECRET), notice(NoticeType.OPENED));

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = request.header("webhook-id") + "." + request.header("webhook-timestamp") + "." + request.body();
        assertThat(request.header("webhook-signature"))
                .isEqualTo("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(request.header("webhook-id")).isEqualTo("id-1");
        assertThat(request.path()).isEqualTo("/ops");
    }

    /** There are servers that lose the body of a request which does, as those of Python may. */
    @Test
    void aNoticeInClearOffersNoOtherProtocol() throws Exception {
        Received request =
                send(new ChannelTarget.Webhook(() -> server.url("/"), () -> SECRET), notice(NoticeType.OPENED));

        assertThat(request.headers().keySet()).noneMatch("Upgrade"::equalsIgnoreCase);
    }

    /** The key of the example in the standard's own documentation. */
    @Test
    void aSecretMayBeWrittenInBase64() throws Exception {
        String encoded = "whsec_" + Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
        Received plain =
                send(new ChannelTarget.Webhook(() -> server.url("/"), () -> SECRET), notice(NoticeType.OPENED));
        Received other =
                send(new ChannelTarget.Webhook(() -> server.url("/"), () -> encoded), notice(NoticeType.OPENED));

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = other.header("webhook-id") + "." + other.header("webhook-timestamp") + "." + other.body();
        assertThat(other.header("webhook-signature"))
                .endsWith(Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(plain.body()).isEqualTo(other.body());
    }

    @Test
    void aProgramGetsTheCase() throws Exception {
        JsonNode body =
                read(send(new ChannelTarget.Webhook(() -> server.url("/"), () -> SECRET), notice(NoticeType.CLOSED)));

        assertThat(body.path("type").textValue()).isEqualTo("case.closed");
        JsonNode data = body.path("data");
        assertThat(data.path("case").textValue()).isEqualTo("conflict/data-0/2026-11-27T08-00-00Z");
        assertThat(data.path("kind").textValue()).isEqualTo("conflict");
        assertThat(data.path("repositories").get(0).textValue()).isEqualTo("data-0");
        assertThat(data.path("since").textValue()).isEqualTo("2026-11-27T08:00:00Z");
        assertThat(data.path("closedAt").textValue()).isEqualTo("2026-11-27T10:00:00Z");
        assertThat(data.path("openForSeconds").intValue()).isEqualTo(7200);
        assertThat(data.path("url").textValue())
                .isEqualTo("https://reconciler.example.org/conflicts/data-0/2026-11-27T08-00-00Z");
    }

    /** The words are a remote's: a hook could have called everybody of the chat. */
    @Test
    void aChatGetsTextAndNoCommands() throws Exception {
        String text = read(send(new ChannelTarget.Slack(() -> server.url("/chat")), notice(NoticeType.OPENED)))
                .path("text")
                .textValue();

        assertThat(text)
                .startsWith("*Commits of data-0 conflict with the remote*\n")
                .contains("A hook says &lt;!channel&gt; &amp; more")
                .contains("https://reconciler.example.org/conflicts/data-0/");
    }

    @Test
    void ofAThousandRepositoriesTwentyAreNamed() throws Exception {
        String text = read(send(
                        new ChannelTarget.Slack(() -> server.url("/chat")), notice(NoticeType.OPENED, "down", 1000)))
                .path("text")
                .textValue();

        assertThat(text).contains("data-19 and 980 more").doesNotContain("data-20,");
    }

    @Test
    void alertmanagerGetsAnAlertThatEndsUnlessItIsHeardOfAgain() throws Exception {
        Received request = send(
                new ChannelTarget.Alertmanager(() -> server.url("/am/"), () -> "token"),
                notice(NoticeType.OPENED),
                notice(NoticeType.CLOSED));

        assertThat(request.path()).isEqualTo("/am/api/v2/alerts");
        assertThat(request.header("Authorization")).isEqualTo("Bearer token");
        JsonNode alerts = read(request);
        assertThat(alerts).hasSize(2);
        JsonNode labels = alerts.get(0).path("labels");
        assertThat(labels.path("alertname").textValue()).isEqualTo("Reconciler_conflict");
        assertThat(labels.path("repository").textValue()).isEqualTo("data-0");
        assertThat(labels.path("case").textValue()).isEqualTo("conflict/data-0/2026-11-27T08-00-00Z");
        assertThat(Instant.parse(alerts.get(0).path("endsAt").textValue())).isAfter(Instant.now());
        assertThat(alerts.get(1).path("endsAt").textValue()).isEqualTo("2026-11-27T10:00:00Z");
    }

    /** Alertmanager refuses such an alert for ever, and all that are told with it. */
    @Test
    void anAlertOfACaseThatEndedBeforeItsBeginStartsWithItsEnd() throws Exception {
        Instant end = SINCE.minusSeconds(3);
        Notice over = new Notice(
                "id-3",
                "ops",
                NoticeType.CLOSED,
                "host/two",
                CaseKind.HOST,
                "The worker of host two is gone",
                "Look",
                List.of(),
                SINCE,
                SINCE,
                end);

        JsonNode alert = read(send(new ChannelTarget.Alertmanager(() -> server.url("/"), null), over))
                .get(0);

        assertThat(alert.path("startsAt").textValue()).isEqualTo(end.toString());
        assertThat(alert.path("endsAt").textValue()).isEqualTo(end.toString());
    }

    /** Whoever tells of it, it is one alert. */
    @Test
    void theAlertOfAHostThatIsGoneNamesThatHost() throws Exception {
        Notice gone = new Notice(
                "id-2",
                "ops",
                NoticeType.OPENED,
                "host/two",
                CaseKind.HOST,
                "The worker of host two is gone",
                "Look",
                List.of(),
                SINCE,
                SINCE.plusSeconds(30),
                null);

        JsonNode labels = read(send(new ChannelTarget.Alertmanager(() -> server.url("/"), null), gone))
                .get(0)
                .path("labels");

        assertThat(labels.path("host").textValue()).isEqualTo("two");
        assertThat(labels.path("alertname").textValue()).isEqualTo("Reconciler_host");
        assertThat(read(send(new ChannelTarget.Slack(() -> server.url("/")), gone))
                        .path("text")
                        .textValue())
                .contains("Told by host: one");
    }

    @ParameterizedTest
    @CsvSource({"404", "500", "302"})
    void anAnswerThatIsNoYesIsTold(int status) {
        server.answer(status);

        assertThatThrownBy(() -> channel(new ChannelTarget.Slack(() -> server.url("/T0/secret-path")))
                        .tell(List.of(notice(NoticeType.OPENED))))
                .isInstanceOf(IOException.class)
                .hasMessage("127.0.0.1 answered " + status);
    }

    @Test
    void anAddressThatLeadsNowhereIsToldWithoutItsSecret() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThatThrownBy(() -> channel(new ChannelTarget.Slack(() -> "http://127.0.0.1:" + free + "/secret-path"))
                        .tell(List.of(notice(NoticeType.OPENED))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("127.0.0.1 could not be reached")
                .hasMessageNotContaining("secret-path");
        assertThatThrownBy(() ->
                        channel(new ChannelTarget.Slack(() -> "secret path")).tell(List.of(notice(NoticeType.OPENED))))
                .isInstanceOf(IOException.class)
                .hasMessage("its url is no http:// or https:// address");
    }

    @Test
    void aMailboxGetsAMailWithTheCase() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            mail.setUser("ops@example.org", "bot", "p%40ss");
            channel(email(mail, "bot", "p%40ss")).tell(List.of(notice(NoticeType.ESCALATED)));

            MimeMessage received = mail.getReceivedMessages()[0];
            assertThat(received.getSubject())
                    .isEqualTo("Nobody has seen to it: Commits of data-0 conflict with the remote");
            assertThat(received.getAllRecipients()[0]).hasToString("ops@example.org");
            assertThat(received.getMessageID()).isEqualTo("<id-1@one>");
            assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(String.valueOf(received.getContent())).contains("A hook says <!channel> & more");
        } finally {
            mail.stop();
        }
    }

    private static ChannelTarget email(GreenMail mail, String username, String password) {
        return new ChannelTarget.Email(
                "127.0.0.1",
                mail.getSmtp().getPort(),
                MailSecurity.NONE,
                username,
                () -> password,
                "bot@example.org",
                List.of("ops@example.org"));
    }

    @Test
    void aServerThatRefusesTheLoginIsTold() {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            mail.setUser("ops@example.org", "bot", "right");

            assertThatThrownBy(
                            () -> channel(email(mail, "bot", "wrong-secret")).tell(List.of(notice(NoticeType.OPENED))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("took no mail")
                    .hasMessageNotContaining("wrong-secret");
        } finally {
            mail.stop();
        }
    }

    /** In plain, anybody on the way could read the password. */
    @Test
    void aServerWithoutTlsGetsNoLoginWhereItIsWanted() {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            ChannelTarget.Email plain = (ChannelTarget.Email) email(mail, "bot", "p");

            assertThatThrownBy(() -> channel(new ChannelTarget.Email(
                                    plain.host(),
                                    plain.port(),
                                    MailSecurity.STARTTLS,
                                    plain.username(),
                                    plain.password(),
                                    plain.from(),
                                    plain.to()))
                            .tell(List.of(notice(NoticeType.OPENED))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("STARTTLS");
            assertThat(mail.getReceivedMessages()).isEmpty();
        } finally {
            mail.stop();
        }
    }
}
