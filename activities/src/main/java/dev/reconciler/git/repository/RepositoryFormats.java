package dev.reconciler.git.repository;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.git.settings.SetupSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses repositories whose format this program can't handle without risk, before any other step reads or changes them. */
final class RepositoryFormats {
    private static final Set<String> HARMLESS =
            Set.of("noop", "noop-v1", "preciousobjects", "relativeworktrees", "submodulepathconfig", "worktreeconfig");

    private static final String PRE_PUSH = "pre-push";

    private static final Set<String> SUBMODULES_TOO = Set.of("check", "on-demand", "only");

    private static final Set<String> VERSIONS = Set.of("0", "1");

    private static final List<String> SHARED_BY_LINK = List.of("refs", "refs/heads", "packed-refs");

    /** Keys of {@code core} that are true or false. As git, a run refuses other values before it does anything. */
    private static final List<String> TRUTHS = List.of(
            "fileMode",
            "ignoreCase",
            "precomposeUnicode",
            "protectHFS",
            "protectNTFS",
            "quotePath",
            "symlinks",
            "trustCTime");

    private static final Map<String, List<String>> NEVER_EMPTY =
            Map.of("core", List.of("commentChar", "commentString"), "merge", List.of("conflictStyle"));

    private static final Pattern NUMBER =
            Pattern.compile("\\s*[+-]?(0x[0-9a-f]+|[0-9]+)[kmg]?", Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> WORDS_BESIDE_TRUTHS =
            Map.of("autocrlf", "input", "logAllRefUpdates", "always");

    private RepositoryFormats() {}

    /**
     * Looks at the settings and at files of the repository; nothing is opened by the library.
     *
     * @throws RefusedException of type Unsupported if the format can't be handled; the message names the reason. Of type
     *     Configuration if a setting has a value that git refuses
     */
    static void check(GitDirectory directory, SetupSettings setup, GitSettings settings) throws IOException {
        Path commonDir = directory.commonDir();
        refuseExtensions(commonDir, setup);
        refusePartialClone(commonDir, settings);
        refuseSharedRefs(commonDir);
        refusePushOfSubmodules(commonDir, settings);
        refuseConfiguredHooks(commonDir, settings);
        TRUTHS.forEach(name -> settings.isTrue("core", null, name));
        refuseUnreadableTruths(settings);
        NEVER_EMPTY.forEach((section, names) -> names.forEach(name -> refuseEmpty(settings, section, name)));
        refuseUnreadableNumber(settings, "index", "version");
        // Git shows a replacing object instead of the one that was asked for, and the library does not.
        boolean showsReplaced = settings.value("core", null, "useReplaceRefs").isEmpty()
                || settings.isTrue("core", null, "useReplaceRefs");
        if (showsReplaced && (hasEntries(commonDir.resolve("refs/replace")) || hasPackedReplaceRefs(commonDir))) {
            throw newUnsupportedError(commonDir, "replaced objects (refs/replace)", "git replace -d removes them");
        }
        // Grafts give commits other parents, which the library does not read.
        if (PathPresence.isThere(commonDir.resolve("info/grafts"))) {
            throw newUnsupportedError(commonDir, "grafts (info/grafts)", "remove the file");
        }
        // Files outside a sparse checkout are missing on purpose; a move of the branch would take them for deleted.
        if (settings.isTrue("core", null, "sparseCheckout")) {
            throw newUnsupportedError(
                    directory.gitDir(),
                    "a sparse checkout (core.sparseCheckout)",
                    "git sparse-checkout disable there checks out everything");
        }
    }

    // These are true, false, or another word that git knows; or of a filter or an index.
    private static void refuseUnreadableTruths(GitSettings settings) {
        WORDS_BESIDE_TRUTHS.forEach((name, word) -> {
            if (settings.value("core", null, name)
                    .filter(word::equalsIgnoreCase)
                    .isEmpty()) {
                settings.isTrue("core", null, name);
            }
        });
        settings.subsections("filter").forEach(filter -> settings.isTrue("filter", filter, "required"));
        settings.isTrue("feature", null, "manyFiles");
        settings.isTrue("index", null, "skipHash");
    }

    // The library takes an empty value for none, and git refuses the setting.
    private static void refuseEmpty(GitSettings settings, String section, String name) {
        if (settings.values(section, null, name).contains("")) {
            throw newSettingError(section + "." + name, "", "a value");
        }
    }

    private static void refuseUnreadableNumber(GitSettings settings, String section, String name) {
        Optional<String> said = settings.value(section, null, name);
        if (said.isPresent() && !NUMBER.matcher(said.get()).matches()) {
            throw newSettingError(section + "." + name, said.get(), "a number");
        }
    }

    private static RefusedException newSettingError(String key, String value, String expected) {
        return new RefusedException(
                ErrorType.CONFIGURATION,
                "git's setting " + key + " is '" + value + "' (expected: " + expected
                        + "); git refuses it too, so correct it");
    }

    private static void refuseExtensions(Path commonDir, SetupSettings setup) {
        // As git does it: a version or an extension that a program does not know means that it must not go on.
        if (!VERSIONS.contains(setup.version())) {
            throw newUnsupportedError(
                    commonDir, "repository format version " + setup.version(), "versions 0 and 1 are supported");
        }
        for (SetupSettings.Extension extension : setup.extensions()) {
            String name = extension.name();
            String value = String.valueOf(extension.value());
            // The extension that says what every repository has without it.
            boolean plain = (name.equalsIgnoreCase("objectformat") && value.equals("sha1"))
                    || (name.equalsIgnoreCase("refstorage") && value.equals("files"));
            if (!plain && !HARMLESS.contains(name.toLowerCase(Locale.ROOT))) {
                throw newUnsupportedError(commonDir, "extensions." + name + " = " + value, "clone it anew without it");
            }
        }
    }

    private static void refusePartialClone(Path commonDir, GitSettings settings) {
        // A partial clone lacks objects that git would fetch when it needs them.
        for (String remote : settings.subsections("remote")) {
            if (settings.isTrue("remote", remote, "promisor")
                    || settings.value("remote", remote, "partialCloneFilter").isPresent()) {
                throw newUnsupportedError(
                        commonDir, "a partial clone (remote." + remote + ".promisor)", "clone it whole");
            }
        }
    }

    // As git-new-workdir made it: two git directories with the refs of one of them. Which branch the other one has
    // checked out shows nowhere here, and a file that is written anew would replace the link.
    private static void refuseSharedRefs(Path commonDir) {
        for (String name : SHARED_BY_LINK) {
            if (Files.isSymbolicLink(commonDir.resolve(name))) {
                throw newUnsupportedError(
                        commonDir,
                        "a symbolic link to the refs of another repository (" + name + ")",
                        "make it a linked work tree: git worktree add");
            }
        }
    }

    // Git would look whether the remote has the commits of the submodules, or push them first.
    private static void refusePushOfSubmodules(Path commonDir, GitSettings settings) throws IOException {
        Optional<String> said = settings.value("push", null, "recurseSubmodules");
        boolean looks = said.isPresent()
                ? SUBMODULES_TOO.contains(said.get().toLowerCase(Locale.ROOT))
                : settings.isTrue("submodule", null, "recurse");
        if (looks && PathPresence.isFolder(commonDir.resolve("modules"))) {
            throw newUnsupportedError(
                    commonDir,
                    "submodules whose commits are to be pushed too (push.recurseSubmodules, submodule.recurse)",
                    "push them by yourself, and set push.recurseSubmodules to no");
        }
    }

    // Since 2.54 git runs hooks that settings name, besides the files in the folder of hooks.
    private static void refuseConfiguredHooks(Path commonDir, GitSettings settings) {
        if (isSwitchedOff(settings, PRE_PUSH)) {
            return;
        }
        for (String hook : settings.subsections("hook")) {
            if (settings.values("hook", hook, "event").contains(PRE_PUSH) && !isSwitchedOff(settings, hook)) {
                throw newUnsupportedError(
                        commonDir,
                        "a hook in its settings (hook." + hook + ".event = " + PRE_PUSH + ")",
                        "make it a file in the folder of hooks");
            }
        }
    }

    private static boolean isSwitchedOff(GitSettings settings, String hook) {
        return settings.value("hook", hook, "enabled").isPresent() && !settings.isTrue("hook", hook, "enabled");
    }

    private static boolean hasEntries(Path directory) throws IOException {
        if (!PathPresence.isFolder(directory)) {
            return false;
        }
        try (var entries = Files.list(directory)) {
            return entries.findAny().isPresent();
        }
    }

    private static boolean hasPackedReplaceRefs(Path commonDir) throws IOException {
        Path packed = commonDir.resolve("packed-refs");
        if (!PathPresence.isThere(packed)) {
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
