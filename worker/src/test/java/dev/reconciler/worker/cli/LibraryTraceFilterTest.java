package dev.reconciler.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.NativeGit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTraceFilterTest {
    @TempDir
    Path directory;

    @Test
    void aDamagedRemoteOnThisDiskPrintsNoTraceAndAllElseIsPrinted() throws Exception {
        NativeGit remote = NativeGit.init(directory.resolve("remote"));
        remote.commit("file", "text\n");
        emptyObject(remote.directory(), remote.run("rev-parse", "HEAD:file").strip());
        NativeGit local = NativeGit.init(directory.resolve("local"));
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(new LibraryTraceFilter(printed), true, StandardCharsets.UTF_8));
        try (var repository = FileRepositoryBuilder.create(
                        local.directory().resolve(".git").toFile());
                Transport transport =
                        Transport.open(repository, remote.directory().toString())) {
            System.err.println("ours");
            assertThatThrownBy(() -> transport.fetch(
                            NullProgressMonitor.INSTANCE, List.of(new RefSpec("refs/heads/main:refs/x"))))
                    .isNotNull();
        } finally {
            System.setErr(before);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("ours\n");
    }

    private static void emptyObject(Path repository, String id) throws IOException {
        Path file = repository.resolve(".git/objects/" + id.substring(0, 2) + "/" + id.substring(2));
        Files.delete(file);
        Files.createFile(file);
    }
}
