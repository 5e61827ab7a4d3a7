package dev.reconciler.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteQueuesTest {
    private static final HostConcurrency TWO = new HostConcurrency(4, 2);

    @ParameterizedTest
    @CsvSource({
        "https://git.example.org/team/data.git, git.example.org",
        "https://GIT.example.org:443/team/data.git, git.example.org",
        "https://user:secret@git.example.org/data.git?token=x, git.example.org",
        "http://git.example.org:8080/data.git, git.example.org:8080",
        "git@git.example.org:team/data.git, git.example.org",
        "ssh://git@git.example.org:2222/data.git, git.example.org:2222",
        "https://[2001:db8::1]:8443/data.git, [2001:db8::1]:8443",
        "/srv/data.git, this-disk",
        "file:///srv/data.git, this-disk",
    })
    void aRemoteIsNamedByItsServerWithoutSecrets(String url, String name) {
        assertThat(RemoteQueues.nameRemote(url)).isEqualTo(name);
    }

    @Test
    void onlyARemoteOfMoreRepositoriesThanHaveTheirTurnHasAQueue() {
        List<String> urls = Stream.concat(
                        Collections.nCopies(3, "https://git.example.org/data.git").stream(),
                        Collections.nCopies(2, "https://other.example.org/data.git").stream())
                .toList();

        RemoteQueues queues = new RemoteQueues("host-1", TWO, urls);

        assertThat(queues.findQueue("git.example.org")).contains("reconcile-host-1/git.example.org");
        assertThat(queues.findQueue("other.example.org")).isEmpty();
        assertThat(queues.turns())
                .containsOnlyKeys("reconcile-host-1/git.example.org")
                .containsValue(2);
        assertThat(queues.countRemotes()).isEqualTo(2);
    }

    @Test
    void theRemotesOnThisDiskTogetherHaveAsManyTurnsAsTheDisk() {
        RemoteQueues queues =
                new RemoteQueues("host-1", new HostConcurrency(3, 8), Collections.nCopies(4, "/srv/a.git"));

        assertThat(queues.turns()).containsValue(3);
    }
}
