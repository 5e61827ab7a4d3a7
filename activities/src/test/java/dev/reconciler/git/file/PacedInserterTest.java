package dev.reconciler.git.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacedInserterTest {
    private final byte[] content = new byte[20 << 20];

    @TempDir
    Path root;

    @BeforeEach
    void fill() {
        new Random(1).nextBytes(content);
    }

    @Test
    void aPackOfManyMegabytesIsFetchedWhole() throws IOException {
        NativeGit writer = NativeGit.init(root.resolve("writer"));
        writer.commit("readme", "first\n");
        NativeGit clone = NativeGit.clone(writer.directory().toUri().toString(), root.resolve("data"));
        Files.write(writer.directory().resolve("image"), content);
        ObjectId large = writer.commitAll("large");

        try (DataRepository data = DataRepository.open(TestRepositories.settings(clone.directory(), writer.directory()))
                        .orElseThrow();
                FetchedCommit fetched = new GitRemote(data.settings())
                        .fetch(data.git(), data.local(), Deadline.in(Duration.ofMinutes(1)))) {
            assertThat(fetched.tip()).isEqualTo(large);
            clone.run("update-ref", "refs/heads/fetched", large.name());
        }
        clone.fsck();
    }
}
