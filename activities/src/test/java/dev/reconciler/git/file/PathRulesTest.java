package dev.reconciler.git.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each path that git's own tests know as a trick, with {@code git update-index} as the reference. */
class PathRulesTest {
    /** From t0060, t1014, t1450, t6130, t7415, t7416, t7423 and t7450, and from the advisories of git and JGit. */
    private static final List<String> TRICKS = List.of(
            // The git directory, in every letter case and with what NTFS drops from the end.
            ".git",
            ".GIT",
            ".Git",
            ".gIt/hooks/post-checkout",
            "sub/.git",
            "sub/.git/config",
            ".git.",
            ".git ",
            ".git...",
            ".git . .",
            ".git..",
            ".git.x",
            ".git x",
            ".gitx",
            ".gi",
            ".g",
            "git",
            "x.git",
            ".git~1",
            "~.git",
            // Its short names, and the streams of NTFS.
            "git~1",
            "GIT~1",
            "Git~1",
            "git~1/config",
            "git~1.",
            "git~1 ",
            "git~10",
            "git~2",
            "git~",
            "git~1x",
            "x/git~1",
            ".git::$INDEX_ALLOCATION/config",
            ".git:stream",
            "git~1:stream",
            "git~1::$INDEX_ALLOCATION",
            ".gitx:stream",
            // A backslash, which separates names on Windows.
            "a\\b",
            "a\\.git\\config",
            "a\\.GIT",
            "a\\git~1",
            ".git\\config",
            "git~1\\x",
            "a\\..\\b",
            "a\\\\.git",
            "C:\\x",
            "c:/x",
            "a:b",
            "x:.git",
            // What the file system of a Mac does not see.
            ".g\u200cit",
            ".gi\u200dt",
            ".g\u200ei\u200ft",
            "\u202a.git",
            ".git\u202e",
            ".GI\ufeffT",
            ".g\u206ait",
            ".\u206fgit",
            ".g\u200bit",
            ".g\u0130t",
            ".g\u0131t",
            ".g\u200citmodules",
            ".GITmod\u200cules",
            ".gitmodules\u200d",
            // The list of submodules, which is no link.
            ".gitmodules",
            ".GITMODULES",
            ".gitmodules.",
            ".gitmodules ",
            ".gitmodules:x",
            "x/.gitmodules",
            ".gitmodule",
            "gitmod~1",
            "GITMOD~1",
            "gitmod~4",
            "gitmod~5",
            "gitmod~1.",
            "gitmod~1x",
            "gi7eba~1",
            "GI7EBA~9",
            "gi7eba~0",
            "gi7eb~10",
            "gi7e~123",
            "gi7~1000",
            "gi~12345",
            "g~123456",
            "~1234567",
            "~0123456",
            "gi7d29~1",
            "gi7eba~1.",
            "a\\gitmod~1",
            "a\\.gitmodules",
            "a\\b\\gi7eba~1",
            "gitmod~1:x",
            "gi7ebx~1",
            // Its neighbours, which may be links.
            ".gitattributes",
            ".gitignore",
            ".mailmap",
            // Ways out of the work tree, and names that are none.
            "..",
            "a/..",
            "a/../b",
            ".",
            "a/./b",
            "./a",
            "...",
            "..a",
            "a..",
            ". ",
            ".. ",
            "a//b",
            "-",
            "--help",
            "*",
            "?",
            " ",
            "a b",
            "tab\tname",
            "quote\"name",
            "con",
            "aux.txt",
            "nul",
            "trailing.",
            "trailing ");

    @TempDir
    Path directory;

    private NativeGit git;

    /** Git adds what is a path, and says nothing of the others. */
    private Set<String> pathsOfGit(String mode) throws IOException {
        String blob = git.run("hash-object", "-w", "/dev/null");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < TRICKS.size(); i++) {
            lines.append(mode)
                    .append(' ')
                    .append(blob)
                    .append('\t')
                    .append(i)
                    .append('/')
                    .append(TRICKS.get(i))
                    .append('\0');
        }
        Files.writeString(directory.resolve("input"), lines);
        git.run("-c", "alias.feed=!rm -f .git/index; git update-index -z --index-info <input", "feed");
        return Set.of(git.run("ls-files", "-z").split("\0"));
    }

    @ParameterizedTest
    @CsvSource({
        "100644, core.protectHFS=false, core.protectNTFS=true",
        "120000, core.protectHFS=false, core.protectNTFS=true",
        "100644, core.protectHFS=true, core.protectNTFS=true",
        "120000, core.protectHFS=true, core.protectNTFS=true",
        "100755, core.protectHFS=false, core.protectNTFS=false",
        "120000, core.protectHFS=false, core.protectNTFS=false"
    })
    void aPathIsRefusedWhereGitRefusesIt(String mode, String hfs, String ntfs) throws IOException {
        git = NativeGit.init(directory);
        Config settings = new Config();
        for (String setting : List.of(hfs, ntfs)) {
            String[] parts = setting.split("[.=]", -1);
            git.run("config", parts[0] + "." + parts[1], parts[2]);
            settings.setString(parts[0], null, parts[1], parts[2]);
        }
        PathRules rules = PathRules.of(settings);

        List<String> taken = new ArrayList<>();
        for (int i = 0; i < TRICKS.size(); i++) {
            String path = i + "/" + TRICKS.get(i);
            if (rules.findFault(path, mode.equals("120000")).isEmpty()) {
                taken.add(path);
            }
        }

        assertThat(taken).containsExactlyInAnyOrderElementsOf(pathsOfGit(mode));
        assertThat(taken).hasSizeBetween(30, TRICKS.size() - 10);
    }

    @Test
    void withoutSettingsTheRulesAreThoseOfGitsDefaults() {
        PathRules rules = PathRules.of(new Config());

        assertThat(rules.findFault("git~1", false)).isPresent();
        assertThat(rules.findFault("/absolute", false)).isPresent();
        // Git overlooks a backslash that a name begins with.
        assertThat(rules.findFault("\\.git", false)).isPresent();
        assertThat(rules.findFault("", false)).isPresent();
    }

    @Test
    void pathsAreFoldedAsTheFileSystemOfTheSettingsDoes() {
        Config settings = new Config();
        assertThat(PathRules.of(settings).fold("A\u0308")).isEqualTo("A\u0308");
        settings.setBoolean("core", null, "precomposeUnicode", true);
        assertThat(PathRules.of(settings).fold("A\u0308")).isEqualTo("\u00c4");
        settings.setBoolean("core", null, "ignoreCase", true);
        assertThat(PathRules.of(settings).fold("A\u0308")).isEqualTo("\u00e4");
    }

    @Test
    void aNameMayHaveAsManyBytesAsTheDiskTakes() {
        assertThat(PathRules.hasLongName("a/" + "x".repeat(255))).isFalse();
        assertThat(PathRules.hasLongName("x".repeat(256) + "/a")).isTrue();
        assertThat(PathRules.hasLongName("\u00e4".repeat(128))).isTrue();
    }
}
