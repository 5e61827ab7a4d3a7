package dev.reconciler.worker.notice.channel;

import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.config.notice.ChannelTarget.MailSecurity;
import dev.reconciler.worker.notice.message.Notice;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells a mailbox, over SMTP. */
final class EmailChannel implements NoticeChannel {
    private static final String PATIENCE_MS = "15000";

    private final ChannelTarget.Email target;
    private final NoticeText text;

    EmailChannel(ChannelTarget.Email target, NoticeText text) {
        this.target = target;
        this.text = text;
    }

    @Override
    public void tell(List<Notice> notices) throws IOException {
        Session session = Session.getInstance(newProperties(), newLogin());
        for (Notice notice : notices) {
            try {
                Transport.send(newMessage(session, notice));
            } catch (MessagingException refused) {
                throw new IOException(
                        target.host() + " took no mail: "
                                + String.valueOf(refused.getMessage()).strip(),
                        refused);
            }
        }
    }

    private Properties newProperties() {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", target.host());
        properties.put("mail.smtp.port", String.valueOf(target.port()));
        properties.put("mail.smtp.connectiontimeout", PATIENCE_MS);
        properties.put("mail.smtp.timeout", PATIENCE_MS);
        properties.put("mail.smtp.writetimeout", PATIENCE_MS);
        properties.put("mail.smtp.auth", String.valueOf(target.username() != null));
        properties.put("mail.smtp.starttls.enable", String.valueOf(target.security() == MailSecurity.STARTTLS));
        properties.put("mail.smtp.starttls.required", String.valueOf(target.security() == MailSecurity.STARTTLS));
        properties.put("mail.smtp.ssl.enable", String.valueOf(target.security() == MailSecurity.TLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        return properties;
    }

    private @Nullable Authenticator newLogin() {
        String username = target.username();
        Supplier<String> password = target.password();
        if (username == null || password == null) {
            return null;
        }
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(username, password.get());
            }
        };
    }

    private Message newMessage(Session session, Notice notice) throws MessagingException {
        MimeMessage message = new NumberedMessage(session, notice.id(), text.host());
        message.setFrom(new InternetAddress(target.from()));
        for (String receiver : target.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(receiver));
        }
        message.setSubject(text.subject(notice), StandardCharsets.UTF_8.name());
        message.setText(text.body(notice), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(notice.at()));
        // No out-of-office answers.
        message.setHeader("Auto-Submitted", "auto-generated");
        // Mails of one case are shown together.
        message.setHeader(
                "References",
                "<" + Integer.toHexString(notice.caseId().hashCode()) + "."
                        + notice.since().toEpochMilli() + "@" + text.host() + ">");
        return message;
    }

    /** A message with an id of this program, the same for each attempt. */
    private static final class NumberedMessage extends MimeMessage {
        private final String id;

        NumberedMessage(Session session, String id, String host) {
            super(session);
            this.id = "<" + id + "@" + host + ">";
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
