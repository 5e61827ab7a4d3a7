package dev.reconciler.worker.config.reader;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.DurationFormat;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.config.SafeQuoting;
import dev.reconciler.worker.config.SecretReference;
import dev.reconciler.worker.config.notice.ChannelConfiguration;
import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.config.notice.ChannelTarget.MailSecurity;
import dev.reconciler.worker.config.notice.NoticesConfiguration;
import dev.reconciler.worker.config.notice.QuietHours;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlSection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code notices}: who is told of open cases. */
final class NoticesReader {
    private static final String TYPES = "webhook, slack, email or alertmanager";

    /** The keys of each type of channel, beside those that all have. */
    private static final Map<String, Set<String>> KEYS = Map.of(
            "webhook", Set.of("url", "secret"),
            "slack", Set.of("url"),
            "alertmanager", Set.of("url", "token"),
            "email", Set.of("server", "security", "username", "password", "from", "to"));

    private static final Set<String> COMMON = Set.of("name", "type", "repositories", "quiet", "escalationsOnly");

    private static final Pattern TIME_OF_DAY = Pattern.compile("(?:[01]\\d|2[0-3]):[0-5]\\d");

    private final SecretAndPathReader references;
    private final ApiReader repositories;
    private final Map<String, YamlEntry> byName = new HashMap<>();

    /** @param known the repositories that a channel may be for */
    NoticesReader(SecretAndPathReader references, Set<RepositoryId> known) {
        this.references = references;
        this.repositories = new ApiReader(references, known);
    }

    /** Reads the section; nobody is told where it is absent. */
    NoticesConfiguration readNotices(@Nullable YamlEntry entry) {
        NoticesConfiguration unset = NoticesConfiguration.UNSET;
        if (entry == null) {
            return unset;
        }
        YamlSection section =
                YamlSection.open(entry, "unpushedFor", "remindEvery", "escalateAfter", "pageUrl", "channels");
        Duration unpushedFor = section.readDuration("unpushedFor", DurationFormat::parse);
        Duration remindEvery = section.readDuration("remindEvery", ValueChecks::parseInterval);
        Duration escalateAfter = section.readDuration("escalateAfter", DurationFormat::parse);
        return new NoticesConfiguration(
                Objects.requireNonNullElse(unpushedFor, unset.unpushedFor()),
                Objects.requireNonNullElse(remindEvery, unset.remindEvery()),
                Objects.requireNonNullElse(escalateAfter, unset.escalateAfter()),
                section.readForm("pageUrl", "a URL, such as https://reconciler.example.org", ValueChecks::checkHttpUrl),
                readChannels(section.findEntry("channels")));
    }

    private List<ChannelConfiguration> readChannels(@Nullable YamlEntry entry) {
        List<ChannelConfiguration> channels = new ArrayList<>();
        if (entry != null) {
            for (YamlEntry item : entry.readItems()) {
                ChannelConfiguration channel = readChannel(item);
                if (channel != null) {
                    channels.add(channel);
                }
            }
        }
        return channels;
    }

    private @Nullable ChannelConfiguration readChannel(YamlEntry item) {
        YamlSection section = YamlSection.open(
                item,
                "name",
                "type",
                "url",
                "secret",
                "token",
                "server",
                "security",
                "username",
                "password",
                "from",
                "to",
                "repositories",
                "quiet",
                "escalationsOnly");
        String name =
                section.readRequiredText("name", "a name for the channel, such as ops", ValueChecks::checkTokenName);
        YamlEntry same = name == null ? null : byName.putIfAbsent(name, item);
        if (same != null) {
            item.findChild("name")
                    .addProblem("'" + name + "' is the name of " + same.key() + " too (expected: unique)");
        }
        String type = section.readRequiredText("type", TYPES, NoticesReader::checkType);
        ChannelTarget target = type == null ? null : readTarget(type, section);
        Set<RepositoryId> covered = repositories.readRepositories(section.findEntry("repositories"));
        Optional<QuietHours> quiet =
                Optional.ofNullable(section.findEntry("quiet")).map(NoticesReader::readQuiet);
        YamlEntry escalations = section.findEntry("escalationsOnly");
        Boolean escalationsOnly = escalations == null ? Boolean.FALSE : escalations.readBoolean();
        return name == null || target == null
                ? null
                : new ChannelConfiguration(name, target, covered, quiet, Boolean.TRUE.equals(escalationsOnly));
    }

    private static String checkType(String text) {
        if (!KEYS.containsKey(text)) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + " (expected: " + TYPES + ")");
        }
        return text;
    }

    private @Nullable ChannelTarget readTarget(String type, YamlSection section) {
        section.entries().forEach((key, value) -> {
            if (!COMMON.contains(key) && !KEYS.getOrDefault(type, Set.of()).contains(key)) {
                value.addProblem("not of a channel of type " + type + " (expected: no such key)");
            }
        });
        if (type.equals("email")) {
            return readEmail(section);
        }
        SecretReference url = references.readRequiredSecret(section, "url");
        SecretReference secret = type.equals("webhook") ? references.readRequiredSecret(section, "secret") : null;
        SecretReference token = references.readSecret(section, "token");
        if (url == null) {
            return null;
        }
        return switch (type) {
            case "slack" -> new ChannelTarget.Slack(url);
            case "alertmanager" -> new ChannelTarget.Alertmanager(url, token);
            default -> secret == null ? null : new ChannelTarget.Webhook(url, secret);
        };
    }

    private @Nullable ChannelTarget readEmail(YamlSection section) {
        YamlEntry serverEntry = section.requireEntry("server", "HOST:PORT, such as mail.example.org:587");
        HostPort server = serverEntry == null ? null : serverEntry.readForm(HostPort.EXPECTED, HostPort::parse);
        MailSecurity security = section.readText("security", NoticesReader::parseSecurity);
        String username = section.readText("username", ValueChecks::checkUsername);
        SecretReference password = username == null
                ? references.readSecret(section, "password")
                : references.readRequiredSecret(section, "password");
        if (username == null && section.hasKey("password") && !section.hasKey("username")) {
            section.requireEntry("username", "the user name that the password is of");
        }
        String from = section.readRequiredText(
                "from", "the sender's address, such as reconciler@example.org", ValueChecks::checkEmail);
        YamlEntry toEntry = section.requireEntry("to", "a list of addresses");
        List<String> to = new ArrayList<>();
        if (toEntry != null) {
            for (YamlEntry item : toEntry.readItems()) {
                String address = item.readText(ValueChecks::checkEmail);
                if (address != null) {
                    to.add(address);
                }
            }
            if (toEntry.isList() && toEntry.readItems().isEmpty()) {
                toEntry.addProblem("empty (expected: at least one address)");
            }
        }
        return server == null || from == null || to.isEmpty()
                ? null
                : new ChannelTarget.Email(
                        server.host(),
                        server.port(),
                        Objects.requireNonNullElse(security, MailSecurity.STARTTLS),
                        username,
                        username == null ? null : password,
                        from,
                        to);
    }

    private static MailSecurity parseSecurity(String text) {
        return switch (text) {
            case "starttls" -> MailSecurity.STARTTLS;
            case "tls" -> MailSecurity.TLS;
            case "none" -> MailSecurity.NONE;
            default ->
                throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + " (expected: starttls, tls or none)");
        };
    }

    private static @Nullable QuietHours readQuiet(YamlEntry entry) {
        YamlSection section = YamlSection.open(entry, "from", "to", "zone");
        LocalTime from = section.readRequiredText(
                "from", "a time of the day in quotes, such as \"22:00\"", NoticesReader::parseTime);
        LocalTime to = section.readRequiredText(
                "to", "a time of the day in quotes, such as \"07:00\"", NoticesReader::parseTime);
        ZoneId zone = section.readText("zone", NoticesReader::parseZone);
        if (from != null && from.equals(to)) {
            entry.addProblem("from and to are the same (expected: two times)");
        }
        return from == null || to == null
                ? null
                : new QuietHours(from, to, Objects.requireNonNullElse(zone, ZoneOffset.UTC));
    }

    private static LocalTime parseTime(String text) {
        if (!TIME_OF_DAY.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    SafeQuoting.quoteValue(text) + " (expected: a time of the day, such as 22:00)");
        }
        return LocalTime.parse(text);
    }

    private static ZoneId parseZone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException other) {
            throw new IllegalArgumentException(
                    SafeQuoting.quoteValue(text) + " (expected: a time zone, such as Europe/Zurich)", other);
        }
    }
}
