package dev.reconciler.git.settings;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.settings.SettingsParser.MalformedSettingsException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of settings one after the other, each with what it includes at the place where it includes it;
 * {@code git_config_include} in git's {@code config.c}.
 */
final class SettingsFileReader {
    private static final int MOST_NESTED = 10;

    private final UserFolders folders;
    private final IncludeConditions conditions;
    private final List<Setting> settings = new ArrayList<>();

    SettingsFileReader(UserFolders folders, IncludeConditions conditions) {
        this.folders = folders;
        this.conditions = conditions;
    }

    /** What was read until now, in the order of reading. */
    List<Setting> settings() {
        return settings;
    }

    /**
     * Reads a file; one that is not there has no settings.
     *
     * @param fault the type of the error where the file, or one that it includes, can't be parsed
     */
    void addFile(Path file, ErrorType fault) throws IOException {
        addAll(parseFile(file, fault), file, fault, 0);
    }

    /** Adds the settings of the environment, which may name files too. */
    void addEnvironment(List<Setting> environment) throws IOException {
        addAll(environment, null, ErrorType.CONFIGURATION, 0);
    }

    /** Parses a file and follows nothing that it includes; one that is not there has no settings. */
    static List<Setting> parseFile(Path file, ErrorType fault) throws IOException {
        if (!Files.exists(file) || Files.isDirectory(file)) {
            return List.of();
        }
        try {
            return SettingsParser.parse(decodeLines(Files.readAllBytes(file)));
        } catch (MalformedSettingsException broken) {
            throw new RefusedException(
                    fault, file + " can't be read: " + broken.getMessage() + "; repair the file", broken);
        }
    }

    // Git has no encoding here but that of the bytes. A line that is not UTF-8, such as an old name, is taken for
    // Latin-1, and must not change the other lines.
    private static String decodeLines(byte[] text) {
        StringBuilder decoded = new StringBuilder(text.length);
        for (int start = 0; start < text.length; ) {
            int end = RawParseUtils.nextLF(text, start);
            decoded.append(RawParseUtils.decode(StandardCharsets.UTF_8, text, start, end));
            start = end;
        }
        return decoded.toString();
    }

    private void addAll(List<Setting> found, @Nullable Path file, ErrorType fault, int depth) throws IOException {
        for (Setting setting : found) {
            settings.add(setting);
            if (setting.isNamed("include", null, "path") || isTrueCondition(setting, file)) {
                include(setting.value(), file, fault, depth + 1);
            }
        }
    }

    private boolean isTrueCondition(Setting setting, @Nullable Path file) throws IOException {
        String condition = setting.subsection();
        return condition != null
                && setting.isNamed("includeIf", condition, "path")
                && conditions.isTrue(condition, file);
    }

    private void include(@Nullable String value, @Nullable Path from, ErrorType fault, int depth) throws IOException {
        String named = from == null ? "the environment" : from.toString();
        if (depth > MOST_NESTED) {
            throw new RefusedException(fault, named + " includes files that include files, and never ends");
        }
        Optional<Path> expanded = value == null ? Optional.empty() : folders.expandPath(value);
        if (expanded.isEmpty()) {
            throw new RefusedException(fault, named + " includes '" + value + "', which is no path here; correct it");
        }
        if (from == null && !expanded.get().isAbsolute()) {
            throw new RefusedException(fault, named + " includes '" + value + "', which has to be absolute there");
        }
        Path file = from == null ? expanded.get() : from.resolveSibling(expanded.get());
        addAll(parseFile(file, fault), file, fault, depth);
    }
}
