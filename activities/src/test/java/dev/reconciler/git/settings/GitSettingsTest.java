package dev.reconciler.git.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitSettingsTest {
    @TempDir
    Path root;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void aFileOfEachKind() throws IOException {
        write("system", "[a]\n\tb = system\n");
        write("home/.config/git/config", "[a]\n\tb = xdg-of-home\n");
        write("home/.gitconfig", "[a]\n\tb = home\n");
        write("xdg/git/config", "[a]\n\tb = xdg\n");
        write("global", "[a]\n\tb = global\n");
        environment.put("HOME", root.resolve("home").toString());
        environment.put("GIT_CONFIG_SYSTEM", root.resolve("system").toString());
    }

    @Test
    void theSystemComesFirstAndTheEnvironmentLast() throws IOException {
        environment.put("GIT_CONFIG_PARAMETERS", "'a.b'='environment'");

        assertThat(readValues()).containsExactly("system", "xdg-of-home", "home", "environment");
    }

    @Test
    void aFolderOfTheUserForSettingsReplacesTheOneInTheHomeDirectory() throws IOException {
        environment.put("XDG_CONFIG_HOME", root.resolve("xdg").toString());
        assertThat(readValues()).containsExactly("system", "xdg", "home");

        environment.put("XDG_CONFIG_HOME", "");
        assertThat(readValues()).containsExactly("system", "xdg-of-home", "home");
    }

    @Test
    void oneNamedFileReplacesBothFilesOfTheUser() throws IOException {
        environment.put("GIT_CONFIG_GLOBAL", root.resolve("global").toString());
        assertThat(readValues()).containsExactly("system", "global");

        environment.put("GIT_CONFIG_GLOBAL", root.resolve("absent").toString());
        assertThat(readValues()).containsExactly("system");
    }

    @ParameterizedTest
    @CsvSource({
        "1, false",
        "true, false",
        "Yes, false",
        "on, false",
        "0, true",
        "false, true",
        "no, true",
        "'', true",
    })
    void theSystemsFileCanBeLeftOut(String noSystem, boolean isRead) throws IOException {
        environment.put("GIT_CONFIG_NOSYSTEM", noSystem);

        assertThat(readValues().contains("system")).isEqualTo(isRead);
    }

    /** A user whom the system does not know has no home directory in Java's eyes: a folder named ? appeared. */
    @Test
    void withoutAVariableForItThereIsNoHomeDirectoryAndNoFileOfTheUser() throws IOException {
        environment.remove("HOME");

        assertThat(readValues()).containsExactly("system");
        environment.put("XDG_CONFIG_HOME", root.resolve("xdg").toString());
        assertThat(readValues()).containsExactly("system", "xdg");
    }

    @Test
    void aKeyWithoutAValueCountsAsEmpty() throws IOException {
        write("home/.gitconfig", "[a]\n\tb\n\tb =\n\tb = x\n");

        assertThat(readValues()).containsExactly("system", "xdg-of-home", "", "", "x");
    }

    @Test
    void subsectionsOfAllScopesAreListedOnce() throws IOException {
        write("system", "[url \"one\"]\n\tinsteadOf = 1\n");
        write("home/.gitconfig", "[url \"two\"]\n\tinsteadOf = 2\n[url \"one\"]\n\tinsteadOf = 3\n");
        environment.put("GIT_CONFIG_PARAMETERS", "'url.three.insteadOf'='4'");

        GitSettings settings = GitSettings.readProtected(environment);
        assertThat(settings.subsections("url")).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(settings.values("url", "one", "insteadOf")).containsExactly("1", "3");
    }

    @Test
    void anIncludedFileIsFollowedAndOneForARepositoryIsNot() throws IOException {
        write("more", "[a]\n\tb = more\n");
        write("conditional", "[a]\n\tb = conditional\n");
        write("home/.gitconfig", "[include]\n\tpath = ../more\n[includeIf \"gitdir:/\"]\n\tpath = ../conditional\n");

        assertThat(readValues()).containsExactly("system", "xdg-of-home", "more");
    }

    /** A name in Latin-1, as of a person's first computer, made "Ã¤" of each "ä" of the file. */
    @Test
    void aLineInAnotherEncodingLeavesTheOthersAsTheyAre() throws IOException {
        Path file = write("home/.gitconfig", "");
        Files.write(file, "[user]\n\tname = Jos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(file, "[a]\n\tb = ä\n", StandardOpenOption.APPEND);

        assertThat(readValues()).containsExactly("system", "xdg-of-home", "ä");
        assertThat(GitSettings.readProtected(environment).value("user", null, "name"))
                .contains("José");
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "home/.config/git/config", "home/.gitconfig"})
    void aFileThatCannotBeParsedIsNamed(String name) throws IOException {
        Path broken = write(name, "[a\n");

        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> GitSettings.readProtected(environment));
        assertThat(refused).isNotNull();
        assertThat(refused.type()).isEqualTo(ErrorType.CONFIGURATION);
        assertThat(refused.getMessage()).startsWith(broken + " can't be read: ");
    }

    private List<String> readValues() throws IOException {
        return GitSettings.readProtected(environment).values("a", null, "b");
    }

    private Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void anEmptyBeginningFitsEveryUrl() throws IOException {
        GitSettings settings =
                read("[url \"https://mirror/\"]\n\tinsteadOf =\n[url \"ssh://host/\"]\n\tinsteadOf = x:\n");

        assertThat(settings.rewriteUrl("data.git", "insteadOf")).contains("https://mirror/data.git");
        assertThat(settings.rewriteUrl("x:data.git", "insteadOf")).contains("ssh://host/data.git");
        assertThatThrownBy(
                        () -> read("[url \"https://mirror/\"]\n\tinsteadOf\n").rewriteUrl("data.git", "insteadOf"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("url.https://mirror/.insteadOf has no value");
    }

    @Test
    void anOptionalPathCountsWhereSomethingIsThere() throws IOException {
        Path hooks = Files.createDirectory(root.resolve("hooks"));

        assertThat(read("[core]\n\thooksPath = :(optional)" + hooks + "\n").path("core", null, "hooksPath"))
                .contains(hooks);
        assertThat(read("[core]\n\thooksPath = :(optional)" + hooks + "x\n").path("core", null, "hooksPath"))
                .isEmpty();
    }

    @Test
    void ofTwoNamesOfOneSettingTheLastLineCounts() throws IOException {
        GitSettings settings = read("[core]\n\tcommentString = ;\n\tcommentChar = %\n");

        assertThat(settings.valueOfBoth("core", "commentString", "commentChar")).contains("%");
        assertThat(settings.valueOfBoth("core", "commentChar", "commentString")).contains("%");
    }

    private GitSettings read(String text) throws IOException {
        Path file = Files.writeString(root.resolve("settings-of-the-user"), text);
        return GitSettings.readProtected(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", file.toString()));
    }
}
