package dev.reconciler.git.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteUrlsTest {
    @ParameterizedTest
    @CsvSource({
        "https://git.example.org/org/data.git, https://bot:secret@git.example.org/org/data",
        "https://git.example.org/org/data.git, https://GIT.example.org:443/org/data/",
        "https://git.example.org/org/data.git, git@git.example.org:org/data.git",
        "https://git.example.org/org/data.git, ssh://git@git.example.org/org/data.git",
        "file:///srv/data.git, /srv/data.git",
        "file:///srv/data.git/, /srv/x/../data.git"
    })
    void oneRepositoryHasManyUrls(String one, String other) {
        assertThat(RemoteUrls.isSame(one, other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.org/org/data.git, https://git.example.org/org/other.git",
        "https://git.example.org/org/data.git, https://git.example.com/org/data.git",
        "https://git.example.org/org/data.git, https://git.example.org:8443/org/data.git",
        "https://git.example.org/org/data.git, /org/data.git",
        "/srv/data.git, /srv/data"
    })
    void otherRepositoriesHaveOthers(String one, String other) {
        assertThat(RemoteUrls.isSame(one, other)).isFalse();
    }

    @Test
    void aLinkLeadsToTheRepositoryItself(@TempDir Path root) throws Exception {
        Path data = Files.createDirectory(root.resolve("data.git"));
        Path link = Files.createSymbolicLink(root.resolve("link.git"), data);

        assertThat(RemoteUrls.isSame(link.toString(), data.toUri().toString())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://bot:secret@git.example.org/data.git?token=secret, https://git.example.org/data.git",
        "git@git.example.org:data.git, git@git.example.org:data.git",
        "/srv/data.git, /srv/data.git"
    })
    void noSecretIsShown(String url, String shown) {
        assertThat(RemoteUrls.withoutSecrets(url)).isEqualTo(shown);
    }
}
