package dev.reconciler.worker.config.notice;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the notices of a channel go. */
public sealed interface ChannelTarget {
    /** The secrets among its values. */
    Stream<Supplier<String>> secrets();

    /**
     * A program that takes a signed request, as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it.
     *
     * @param url reads its address
     * @param secret reads the secret that both sides know
     */
    record Webhook(Supplier<String> url, Supplier<String> secret) implements ChannelTarget {
        @Override
        public Stream<Supplier<String>> secrets() {
            return Stream.of(url, secret);
        }
    }

    /**
     * A chat that takes what Slack's incoming webhooks take.
     *
     * @param url reads its address, which lets whoever knows it write there
     */
    record Slack(Supplier<String> url) implements ChannelTarget {
        @Override
        public Stream<Supplier<String>> secrets() {
            return Stream.of(url);
        }
    }

    /**
     * Prometheus' Alertmanager, which tells people in its own way.
     *
     * @param url reads its address, without {@code /api/v2/alerts}
     * @param token reads the token of the proxy before it; null where none wants one
     */
    record Alertmanager(Supplier<String> url, @Nullable Supplier<String> token) implements ChannelTarget {
        @Override
        public Stream<Supplier<String>> secrets() {
            return Stream.of(url, token).filter(Objects::nonNull);
        }
    }

    /**
     * A mailbox.
     *
     * @param host of the server that takes the mail
     * @param port of the server
     * @param security how the way to the server is kept from others
     * @param username null where the server wants no login
     * @param password reads the password; null where there is no user name
     * @param from the sender
     * @param to the receivers, at least one
     */
    record Email(
            String host,
            int port,
            MailSecurity security,
            @Nullable String username,
            @Nullable Supplier<String> password,
            String from,
            List<String> to)
            implements ChannelTarget {
        public Email {
            to = List.copyOf(to);
        }

        @Override
        public Stream<Supplier<String>> secrets() {
            return password == null ? Stream.of() : Stream.of(password);
        }
    }

    /** How the way to a mail server is kept from others. */
    enum MailSecurity {
        /** In plain at first, and encrypted before anything is said; refused where the server can't. */
        STARTTLS,
        /** Encrypted from the first byte. */
        TLS,
        /** In plain, for a server on this host. */
        NONE
    }
}
