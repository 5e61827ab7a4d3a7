package dev.reconciler.git.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRemoteTest {
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
                    FetchedCommit fetched = new GitRemote(settings(remote))
                            .fetch(clone.git(), base, Deadline.in(Duration.ofMinutes(1)))) {
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
                new RemoteCredentials.NoCredentials(),
                new CommitterIdentity("Data Reconciler", "reconciler@example.org"));
    }
}
