package dev.reconciler.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.worker.config.RemoteUrl.UrlTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteUrlTest {
    private static final Path BASE = Path.of("/etc/reconciler");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:3000/x, HTTP",
        "HTTPS://git.example.org/x, HTTP",
        "https://[::1]:3000/x, HTTP",
        "ssh://git@git.example.org:2222/x, SSH",
        "git@git.example.org:a/b.git, SSH",
        "host:x, SSH",
        "git://git.example.org/x, GIT",
        "file:///srv/x.git, FILE",
    })
    void aUrlIsTakenAsItIsWrittenAndItsFormSaysTheTransport(String text, UrlTransport transport) {
        assertThat(RemoteUrl.parse(text, BASE)).isEqualTo(new RemoteUrl(text, transport));
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/x.git, /srv/x.git",
        "x.git, /etc/reconciler/x.git",
        "../x.git, /etc/x.git",
        "./a:b, /etc/reconciler/a:b",
        "a/b:c, /etc/reconciler/a/b:c",
    })
    void aPathStartsFromTheBaseAndItsFirstSlashComesBeforeItsColon(String text, String path) {
        assertThat(RemoteUrl.parse(text, BASE)).isEqualTo(new RemoteUrl(path, UrlTransport.FILE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " /srv/x",
                "/srv/x\n",
                "a\u0000b",
                "--upload-pack=x",
                "~/x",
                "ftp://host/x",
                "ext::sh -c id",
                "https://host",
                "https:///x",
                "https://host/a b",
                "https://-host/x",
                "https://host:123456/x",
                "file://srv/x",
                "file://",
                "file:///",
                "https:x",
                "host:",
                "u@-h:x",
            })
    void aRemoteThatGitOrThisProgramCouldMisunderstandIsRefused(String text) {
        assertThat(refuse(text)).hasMessageContaining("(expected: ");
    }

    /** Each form in which a person could write the password hunter2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bot:hunter2@host/x",
                "https://hunter2@host/x",
                "https://bot:hunter2/host/x",
                "https://host/x?token=hunter2",
                "https://host/x#hunter2",
                "git://hunter2@host/x",
                "ssh://git:hunter2@host/x",
                "bot:hunter2@host:x",
                "https:bot:hunter2@host/x",
                "ftp://bot:hunter2@host/x",
                "file://bot:hunter2@host/x",
            })
    void aRemoteWithAPasswordIsRefusedWithoutThePassword(String text) {
        assertThat(refuse(text)).hasMessageContaining("(expected: ").hasMessageNotContaining("hunter2");
    }

    @Test
    void aPathAndAFileUrlLeadToTheRepositoryHoweverTheyAreSpelled() throws IOException {
        Path repository =
                Files.createDirectories(directory.resolve("data/.git")).getParent();
        Files.createSymbolicLink(directory.resolve("link"), repository);
        Path canonical = ConfiguredPaths.canonicalizePath(repository);

        for (String text : new String[] {"data", "./data/../data", "data/.git", "link", "file://" + repository}) {
            assertThat(RemoteUrl.parse(text, directory).leadsTo(canonical))
                    .as(text)
                    .isTrue();
        }
        for (String text : new String[] {"other", "data/x", "host:" + repository, "https://host" + repository}) {
            assertThat(RemoteUrl.parse(text, directory).leadsTo(canonical))
                    .as(text)
                    .isFalse();
        }
    }

    private static IllegalArgumentException refuse(String text) {
        IllegalArgumentException refused =
                catchThrowableOfType(IllegalArgumentException.class, () -> RemoteUrl.parse(text, BASE));
        assertThat(refused).as("'" + text + "' is refused").isNotNull();
        return refused;
    }
}
