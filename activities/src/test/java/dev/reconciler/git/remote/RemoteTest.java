package dev.reconciler.git.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.Credentials;
import dev.reconciler.git.DataRepository;
import dev.reconciler.git.Identity;
import dev.reconciler.git.NativeGit;
import dev.reconciler.git.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteTest {
    private static final int TIMES = 40;

    @TempDir
    Path root;

    /** The library's own server and its reader talk by a pipe, which minds which thread reads. */
    @Test
    void eachFetchFromAPathSucceedsAtOnce() throws IOException {
        NativeGit remote = NativeGit.init(root.resolve("remote"));
        ObjectId base = remote.commit("a", "0");
        NativeGit.clone(remote.directory().toString(), root.resolve("clone"), "--bare");

        for (int i = 1; i <= TIMES; i++) {
            ObjectId next = remote.commit("a", String.valueOf(i));
            try (DataRepository clone = DataRepository.open(settings(remote)).orElseThrow();
                    Fetched fetched =
                            new Remote(settings(remote)).fetch(clone.git(), base, Deadline.in(Duration.ofMinutes(1)))) {
                assertThat(fetched.tip()).isEqualTo(next);
            }
        }
    }

    private RepositorySettings settings(NativeGit remote) {
        return new RepositorySettings(
                new RepositoryId("one"),
                root.resolve("clone"),
                remote.directory().toString(),
                "origin",
                new BranchName("main"),
                true,
                new Credentials.None(),
                new Identity("Data Reconciler", "reconciler@example.org"));
    }
}
