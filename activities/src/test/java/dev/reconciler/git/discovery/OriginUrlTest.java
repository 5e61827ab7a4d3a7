package dev.reconciler.git.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.settings.SetupSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Native git's {@code remote get-url} is the reference. Settings are written as {@code key value}, with {@code ;} between
 * them.
 */
class OriginUrlTest {
    @TempDir
    Path directory;

    private NativeGit git;

    @BeforeEach
    void aRepositoryWithoutARemote() {
        git = NativeGit.init(directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remote.origin.url /srv/data.git",
                "remote.origin.url ../data.git",
                "remote.origin.url /srv/data.git ; remote.origin.pushurl /srv/data.git",
                "remote.origin.url eg:data.git ; url.https://git.example.org/.insteadOf eg:",
                "remote.origin.url eg:data.git ; url.https://a/.insteadOf e ; url.https://b/.insteadOf eg:",
                "remote.origin.url eg:data.git ; url.https://a/.insteadOf eg: ; url.https://b/.insteadOf e",
                "remote.origin.url eg:data.git ; url.https://a/.insteadOf eg: ; url.https://b/.insteadOf eg:",
                "remote.origin.url eg:data.git ; url.https://a/.insteadOf x: ; url.https://a/.insteadOf eg:",
                "remote.origin.url eg:data.git ; url.eg:.insteadOf x: ; url.x:.insteadOf eg:",
                "remote.origin.url xeg:data.git ; url.https://a/.insteadOf eg:",
                "remote.origin.url /a ; remote.origin.pushurl eg:x ; url./a.insteadOf eg:x",
                "remote.origin.url /a ; remote.origin.pushurl /a ; url./b.pushInsteadOf /a",
                "remote.origin.url /a ; url./a.pushInsteadOf /a",
            })
    void theUrlIsTheOneThatGitFetchesFromAndPushesTo(String settings) throws IOException {
        write(settings);

        String url = read();
        assertThat(url).isEqualTo(git.run("remote", "get-url", "--all", "origin"));
        assertThat(url).isEqualTo(git.run("remote", "get-url", "--all", "--push", "origin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remote.origin.url /a ; remote.origin.pushurl /b",
                "remote.origin.url /a ; remote.origin.pushurl /a ; remote.origin.pushurl /b",
                "remote.origin.url /a ; url./b.pushInsteadOf /a",
                "remote.origin.url eg:x ; url./a/.insteadOf eg: ; url./b/.pushInsteadOf eg:",
                "remote.origin.url /a ; remote.origin.pushurl /a ; url./b.insteadOf /ax ; remote.origin.pushurl /ax",
            })
    void anOriginThatGitPushesToElsewhereIsRefused(String settings) {
        write(settings);

        assertThat(git.run("remote", "get-url", "--all", "--push", "origin"))
                .isNotEqualTo(git.run("remote", "get-url", "--all", "origin"));
        assertRefused("pushes to another URL than it fetches from");
    }

    @Test
    void severalUrlsAreCountedAndNotShown() {
        write("remote.origin.url https://ann:hunter2@a/ ; remote.origin.url https://ann:hunter2@b/");

        assertThat(git.run("remote", "get-url", "--all", "origin").lines()).hasSize(2);
        assertRefused("has 2 URLs for 'origin'");
    }

    @Test
    void anotherRemoteIsNotTakenForOrigin() {
        write("remote.upstream.url /srv/data.git");

        assertRefused("has no remote 'origin'");
    }

    @Test
    void anEmptyUrlTakesBackThoseBefore() throws IOException {
        write("remote.origin.url /a");
        git.run("config", "--add", "remote.origin.url", "");
        git.run("config", "--add", "remote.origin.url", "/b");

        assertThat(read()).isEqualTo("/b");
    }

    @Test
    void aUrlOfTheUsersOwnSettingsCountsAsOneMore() {
        write("remote.origin.url /a");

        assertThatThrownBy(() -> read("[remote \"origin\"]\n\turl = /b\n"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has 2 URLs for 'origin'");
    }

    @Test
    void rulesOfTheUserAndOfTheCloneCompeteByLength() throws IOException {
        write("remote.origin.url eg:data.git ; url.https://clone/.insteadOf eg:");
        assertThat(read("[url \"https://user/\"]\n\tinsteadOf = eg:data\n")).isEqualTo("https://user/.git");
        assertThat(read("[url \"https://user/\"]\n\tinsteadOf = e\n")).isEqualTo("https://clone/data.git");
    }

    private void write(String settings) {
        for (String setting : settings.split(" ; ")) {
            String[] pair = setting.split(" ", 2);
            git.run("config", "--add", pair[0], pair[1]);
        }
    }

    private String read() throws IOException {
        return read("");
    }

    private String read(String userSettings) throws IOException {
        Path user = Files.writeString(directory.resolve("user"), userSettings);
        Map<String, String> environment = Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", user.toString());
        GitDirectory clone = GitDirectory.find(directory).orElseThrow();
        SetupSettings setup = SetupSettings.read(clone.gitDir(), clone.commonDir());
        return new OriginUrl(directory, clone.readSettings(setup, environment)).read();
    }

    private void assertRefused(String words) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, this::read);
        assertThat(refused).isNotNull();
        assertThat(refused.type()).isEqualTo(ErrorType.CONFIGURATION);
        assertThat(refused.getMessage())
                .startsWith("the clone " + directory + " " + words)
                .doesNotContain("hunter2", "https:");
    }
}
