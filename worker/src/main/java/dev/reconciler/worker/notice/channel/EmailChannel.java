package dev.reconciler.worker.notice.channel;

import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.config.notice.ChannelTarget.MailSecurity;
import dev.reconciler.worker.notice.message.Notice;
import jakarta.mail.Address;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a mailbox, over SMTP. */
final class EmailChannel implements NoticeChannel {
    private static final Logger LOG = LoggerFactory.getLogger(EmailChannel.class);

    private final ChannelTarget.Email target;
    private final NoticeText text;
    private final Duration patience;

    /** @param patience how long the server has for each answer */
    EmailChannel(ChannelTarget.Email target, NoticeText text, Duration patience) {
        this.target = target;
        this.text = text;
        this.patience = patience;
    }

    @Override
    public void tell(List<Notice> notices) throws IOException {
        Session session = Session.getInstance(newProperties(), newLogin());
        for (Notice notice : notices) {
            try {
                Transport.send(newMessage(session, notice));
            } catch (SendFailedException refused) {
                takeRefusal(refused);
            } catch (MessagingException refused) {
                throw newRefusal(refused);
            }
        }
    }

    // Who has left takes no mail from those who are there, and these need not get it again.
    private void takeRefusal(SendFailedException refused) throws IOException {
        Address[] reached = refused.getValidSentAddresses();
        if (reached == null || reached.length == 0) {
            throw newRefusal(refused);
        }
        LOG.warn("notices: {} takes no mail for some receivers: {}", target.host(), describe(refused));
    }

    private IOException newRefusal(MessagingException refused) {
        return new IOException(target.host() + " took no mail: " + describe(refused), refused);
    }

    /** The words of the server are in the exceptions that follow the first one. */
    private static String describe(MessagingException refused) {
        StringJoiner words = new StringJoiner("; ");
        for (Exception next = refused; next != null; next = findNext(next)) {
            words.add(String.valueOf(next.getMessage()).strip());
        }
        return words.toString();
    }

    private static @Nullable Exception findNext(Exception refused) {
        return refused instanceof MessagingException messaging ? messaging.getNextException() : null;
    }

    private Properties newProperties() {
        String milliseconds = String.valueOf(patience.toMillis());
        Properties properties = new Properties();
        properties.put("mail.smtp.host", target.host());
        properties.put("mail.smtp.port", String.valueOf(target.port()));
        properties.put("mail.smtp.connectiontimeout", milliseconds);
        properties.put("mail.smtp.timeout", milliseconds);
        properties.put("mail.smtp.writetimeout", milliseconds);
        properties.put("mail.smtp.sendpartial", "true");
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
