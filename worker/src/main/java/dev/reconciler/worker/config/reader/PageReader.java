package dev.reconciler.worker.config.reader;

import dev.reconciler.worker.config.ApiToken.TokenAccess;
import dev.reconciler.worker.config.DurationFormat;
import dev.reconciler.worker.config.PageConfiguration;
import dev.reconciler.worker.config.PageConfiguration.AddressRange;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlSection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code page}: who sees the page beside the owners of tokens, and where it links to. */
final class PageReader {
    private static final String HEADER = "userHeader";
    private static final String PROXIES = "trustedProxies";

    private PageReader() {}

    /** Reads the section; every key has its default where the section is absent. */
    static PageConfiguration readPage(@Nullable YamlEntry entry) {
        if (entry == null) {
            return PageConfiguration.UNSET;
        }
        YamlSection section = YamlSection.open(entry, PROXIES, HEADER, "users", "sessionFor", "temporalUi");
        List<AddressRange> proxies = readProxies(section.findEntry(PROXIES));
        String header = section.readText(HEADER, ValueChecks::checkHeaderName);
        Map<String, TokenAccess> users = readUsers(section.findEntry("users"));
        Duration sessionFor = section.readDuration("sessionFor", DurationFormat::parse);
        String temporalUi =
                section.readForm("temporalUi", "a URL, such as http://127.0.0.1:8233", ValueChecks::checkHttpUrl);
        return new PageConfiguration(
                proxies,
                Objects.requireNonNullElse(header, PageConfiguration.DEFAULT_USER_HEADER),
                users,
                Objects.requireNonNullElse(sessionFor, PageConfiguration.DEFAULT_SESSION),
                temporalUi);
    }

    private static List<AddressRange> readProxies(@Nullable YamlEntry entry) {
        return entry == null
                ? List.of()
                : entry.readItems().stream()
                        .map(item -> item.readForm(AddressRange.EXPECTED, AddressRange::parse))
                        .filter(Objects::nonNull)
                        .toList();
    }

    private static Map<String, TokenAccess> readUsers(@Nullable YamlEntry entry) {
        Map<String, TokenAccess> users = new LinkedHashMap<>();
        if (entry != null) {
            YamlSection.openChosen(entry).entries().forEach((name, user) -> {
                TokenAccess access = YamlSection.open(user, "access")
                        .readRequiredText("access", "read or write", ApiReader::parseAccess);
                if (access != null) {
                    users.put(name, access);
                }
            });
        }
        return users;
    }
}
