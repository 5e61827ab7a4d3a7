package dev.reconciler.git.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example.org/Civic/Open-Data.git",
                "https://git.example.org/civic/open-data",
                "https://git.example.org/civic/open-data/",
                "https://git.example.org/civic/open-data.git/",
                "https://GIT.Example.ORG:443/civic//open-data.GIT",
                "https://bot:token@git.example.org/civic/open-data.git?token=x#y",
                "http://git.example.org:80/civic/open-data",
                "git@git.example.org:civic/open-data.git",
                "git.example.org:/civic/open-data",
                "ssh://git@git.example.org/civic/open-data.git",
                "ssh://git.example.org:22/civic/open-data",
                "git://git.example.org/civic/open-data.git",
                "git://git.example.org:9418/civic/open-data.git",
            })
    void everyUrlOfARepositoryIsOneAddress(String url) {
        assertThat(RepositoryAddress.of(url)).contains(new RepositoryAddress("git.example.org", "civic/open-data"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.org:3000/a/b, git.example.org:3000, a/b",
        "ssh://git@git.example.org:2222/a/b.git, git.example.org:2222, a/b",
        "https://git.example.org:22/a/b, git.example.org:22, a/b",
        "ssh://git@[2001:DB8::1]:22/a/b, [2001:db8::1], a/b",
        "git@[2001:db8::1]:a/b.git, [2001:db8::1], a/b",
        "https://git.example.org/group/sub/data.git.git, git.example.org, group/sub/data.git",
        "/srv/git/Open.git, '', srv/git/Open",
        "file:///srv/git/Open.git, '', srv/git/Open",
    })
    void anUnusualPortAndTheCaseOnADiskAreKept(String url, String host, String path) {
        assertThat(RepositoryAddress.of(url)).contains(new RepositoryAddress(host, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "open-data", "https://git.example.org", "https://git.example.org/", "a:", "::", "/"})
    void everyOtherTextHasNoAddress(String text) {
        assertThat(RepositoryAddress.of(text)).isEmpty();
    }
}
