package dev.reconciler.worker.config.reader;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.ApiToken.TokenAccess;
import dev.reconciler.worker.config.SecretReference;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlSection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code api}: who may use the HTTP interface. */
final class ApiReader {
    private static final String ACCESSES = "read or write";

    private final SecretAndPathReader references;
    private final Set<RepositoryId> known;
    private final Map<String, YamlEntry> byName = new HashMap<>();

    /** @param known the repositories that a token may be for */
    ApiReader(SecretAndPathReader references, Set<RepositoryId> known) {
        this.references = references;
        this.known = known;
    }

    /** Reads the tokens; none where the section is absent. */
    List<ApiToken> readTokens(@Nullable YamlEntry entry) {
        if (entry == null) {
            return List.of();
        }
        YamlEntry tokens = YamlSection.open(entry, "tokens").findEntry("tokens");
        if (tokens == null) {
            return List.of();
        }
        List<ApiToken> read = new ArrayList<>();
        for (YamlEntry item : tokens.readItems()) {
            ApiToken token = readToken(item);
            if (token != null) {
                read.add(token);
            }
        }
        return read;
    }

    private @Nullable ApiToken readToken(YamlEntry item) {
        YamlSection section = YamlSection.open(item, "name", "token", "repositories", "access");
        String name =
                section.readRequiredText("name", "a name for the token, such as app", ValueChecks::checkTokenName);
        SecretReference secret = references.readRequiredSecret(section, "token");
        Set<RepositoryId> repositories = readRepositories(section.findEntry("repositories"));
        TokenAccess access = section.readText("access", ApiReader::parseAccess);
        YamlEntry same = name == null ? null : byName.putIfAbsent(name, item);
        if (same != null) {
            item.findChild("name")
                    .addProblem("'" + name + "' is the name of " + same.key() + " too (expected: unique)");
        }
        return name == null || secret == null
                ? null
                : new ApiToken(name, secret, repositories, Objects.requireNonNullElse(access, TokenAccess.WRITE));
    }

    /** Reads a list of repositories of this file; null where it is absent. */
    @Nullable
    Set<RepositoryId> readRepositories(@Nullable YamlEntry entry) {
        if (entry == null) {
            return null;
        }
        Set<RepositoryId> read = new LinkedHashSet<>();
        for (YamlEntry item : entry.readItems()) {
            RepositoryId id = item.readText(ValueChecks::parseId);
            if (id != null && !known.contains(id)) {
                item.addProblem("'" + id + "' is no repository of this file (expected: the id of one)");
            }
            if (id != null) {
                read.add(id);
            }
        }
        return read;
    }

    /** Reads what somebody may do. */
    static TokenAccess parseAccess(String text) {
        return switch (text) {
            case "read" -> TokenAccess.READ;
            case "write" -> TokenAccess.WRITE;
            default -> throw new IllegalArgumentException("'" + text + "' (expected: " + ACCESSES + ")");
        };
    }
}
