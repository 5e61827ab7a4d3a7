package dev.reconciler.git.repository;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;

/** Refuses repositories whose format this program can't handle without risk, before any other step reads or changes them. */
final class RepositoryFormats {
    private static final Set<String> HARMLESS = Set.of("noop", "noop-v1", "preciousobjects", "worktreeconfig");

    private RepositoryFormats() {}

    /**
     * Looks at the configuration and at files of the repository; nothing is opened by the library.
     *
     * @throws RefusedException of type Unsupported if the format can't be handled; the message names the reason
     * @throws RefusedException of type RepositoryCorrupt if a configuration file can't be parsed
     */
    static void check(GitDirectory directory) throws IOException {
        Path commonDir = directory.commonDir();
        FileBasedConfig config = loadConfig(commonDir.resolve("config"));
        refuseExtensions(commonDir, config);
        refusePartialClone(commonDir, config);
        // Git shows a replacing object instead of the one that was asked for, and the library does not.
        if (hasEntries(commonDir.resolve("refs/replace")) || hasPackedReplaceRefs(commonDir)) {
            throw newUnsupportedError(commonDir, "replaced objects (refs/replace)", "git replace -d removes them");
        }
        // Grafts give commits other parents, which the library does not read.
        if (Files.exists(commonDir.resolve("info/grafts"))) {
            throw newUnsupportedError(commonDir, "grafts (info/grafts)", "remove the file");
        }
        // Files outside a sparse checkout are missing on purpose; a move of the branch would take them for deleted.
        if (isSparse(config) || isSparse(loadConfig(directory.gitDir().resolve("config.worktree")))) {
            throw newUnsupportedError(
                    directory.gitDir(), "a sparse checkout (core.sparseCheckout)", "check out everything");
        }
    }

    private static FileBasedConfig loadConfig(Path file) throws IOException {
        FileBasedConfig config = new FileBasedConfig(file.toFile(), FS.DETECTED);
        try {
            config.load();
            return config;
        } catch (ConfigInvalidException broken) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    file + " can't be read: " + broken.getMessage() + "; repair the file",
                    broken);
        }
    }

    private static boolean isSparse(FileBasedConfig config) {
        return config.getBoolean("core", "sparsecheckout", false);
    }

    private static void refuseExtensions(Path commonDir, FileBasedConfig config) {
        // As git does it: a version or an extension that a program does not know means that it must not go on.
        int version = config.getInt("core", "repositoryformatversion", 0);
        if (version > 1) {
            throw newUnsupportedError(
                    commonDir, "repository format version " + version, "versions 0 and 1 are supported");
        }
        for (String name : config.getNames("extensions")) {
            String value = String.valueOf(config.getString("extensions", null, name));
            // The extension that says what every repository has without it.
            boolean plain = (name.equalsIgnoreCase("objectformat") && value.equals("sha1"))
                    || (name.equalsIgnoreCase("refstorage") && value.equals("files"));
            if (!plain && !HARMLESS.contains(name.toLowerCase(Locale.ROOT))) {
                throw newUnsupportedError(commonDir, "extensions." + name + " = " + value, "clone it anew without it");
            }
        }
    }

    private static void refusePartialClone(Path commonDir, FileBasedConfig config) {
        // A partial clone lacks objects that git would fetch when it needs them.
        for (String remote : config.getSubsections("remote")) {
            if (config.getBoolean("remote", remote, "promisor", false)
                    || config.getString("remote", remote, "partialclonefilter") != null) {
                throw newUnsupportedError(
                        commonDir, "a partial clone (remote." + remote + ".promisor)", "clone it whole");
            }
        }
    }

    private static boolean hasEntries(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (var entries = Files.list(directory)) {
            return entries.findAny().isPresent();
        }
    }

    private static boolean hasPackedReplaceRefs(Path commonDir) throws IOException {
        Path packed = commonDir.resolve("packed-refs");
        if (!Files.exists(packed)) {
            return false;
        }
        try (var lines = Files.lines(packed, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.contains(" refs/replace/"));
        }
    }

    private static RefusedException newUnsupportedError(Path commonDir, String what, String todo) {
        return new RefusedException(
                ErrorType.UNSUPPORTED, commonDir + " has " + what + ", which can't be handled without risk; " + todo);
    }
}
