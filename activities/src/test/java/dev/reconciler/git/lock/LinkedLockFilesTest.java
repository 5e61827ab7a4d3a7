package dev.reconciler.git.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.SharedPermissions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed holder is one that never ended. */
class LinkedLockFilesTest {
    @TempDir
    Path temp;

    private Path directory;

    @BeforeEach
    void aGitDirectory() throws IOException {
        directory = temp.toRealPath();
        Files.createDirectories(directory.resolve("refs/heads"));
        Files.createDirectories(directory.resolve("worktrees/a"));
    }

    private LinkedLockFiles begin() throws IOException {
        return LinkedLockFiles.begin(directory, SharedPermissions.OF_UMASK);
    }

    private GitLockFile take(LinkedLockFiles files, String lock) throws IOException {
        return files.take(directory.resolve(lock)).orElseThrow();
    }

    @Test
    void whatAKilledHolderHadTakenIsRemovedAndNothingElse() throws IOException {
        LinkedLockFiles killed = begin();
        Path branch = take(killed, "refs/heads/main.lock").path();
        Path packed = take(killed, "packed-refs.lock").path();
        Path gits = Files.createFile(directory.resolve("refs/heads/other.lock"));

        begin();

        assertThat(branch).doesNotExist();
        assertThat(packed).doesNotExist();
        assertThat(gits).exists();
        assertThat(directory.resolve(LinkedLockFiles.FOLDER)).isEmptyDirectory();
    }

    @Test
    void aLockFileThatTheApplicationTakesRightAfterAKillStays() throws IOException {
        LinkedLockFiles killed = begin();
        Path index = take(killed, "index.lock").path();
        // The kill came between the rename and the end of the proof.
        Files.move(index, directory.resolve("index"), StandardCopyOption.REPLACE_EXISTING);
        Files.createFile(index);

        LinkedLockFiles next = begin();

        assertThat(next.adopt(index)).isEmpty();
        next.removeUnadopted();
        assertThat(index).exists();
        assertThat(directory.resolve("index")).exists();
        assertThat(directory.resolve(LinkedLockFiles.FOLDER)).isEmptyDirectory();
    }

    @Test
    void theIndexLockOfAKilledHolderIsTakenOver() throws IOException {
        Path index = take(begin(), "worktrees/a/index.lock").path();

        LinkedLockFiles next = begin();
        assertThatThrownBy(() -> next.take(index)).isInstanceOf(FileAlreadyExistsException.class);
        try (GitLockFile adopted = next.adopt(index).orElseThrow()) {
            adopted.write("new".getBytes());
            adopted.commit(directory.resolve("worktrees/a/index"), new DiskSync());
        }
        next.end();

        assertThat(directory.resolve("worktrees/a/index")).hasContent("new");
        assertThat(index).doesNotExist();
        assertThat(directory.resolve(LinkedLockFiles.FOLDER)).isEmptyDirectory();
    }

    @Test
    void theIndexLockOfAKilledHolderIsRemovedWhereNobodyTakesItOver() throws IOException {
        Path index = take(begin(), "index.lock").path();

        LinkedLockFiles next = begin();
        assertThat(index).exists();
        next.removeUnadopted();

        assertThat(index).doesNotExist();
    }

    @Test
    void aRefThatWasWrittenStaysWhereTheProofWasNotTakenBack() throws IOException {
        LinkedLockFiles killed = begin();
        GitLockFile lock = take(killed, "refs/heads/main.lock");
        lock.write("content".getBytes());
        lock.commit(directory.resolve("refs/heads/main"), new DiskSync());

        LinkedLockFiles next = begin();
        take(next, "refs/heads/main.lock").write("other".getBytes());

        assertThat(directory.resolve("refs/heads/main")).hasContent("content");
    }

    /** A disk may keep that the private file is gone, and forget that the lock file has become the ref. */
    @Test
    void aLockFileThatAPowerCutBringsBackIsStillKnown() throws IOException {
        LinkedLockFiles cut = begin();
        GitLockFile lock = take(cut, "refs/heads/main.lock");
        try (lock) {
            lock.write("content".getBytes());
            lock.commit(directory.resolve("refs/heads/main"), new DiskSync());
        }
        Files.move(directory.resolve("refs/heads/main"), lock.path());

        begin();

        assertThat(lock.path()).doesNotExist();
    }

    @Test
    void moreLockFilesThanWereMadeAtFirstAreTaken() throws IOException {
        LinkedLockFiles files = begin();
        for (int i = 0; i < 20; i++) {
            take(files, "refs/heads/" + i + ".lock").close();
        }
        files.end();

        assertThat(directory.resolve(LinkedLockFiles.FOLDER)).isEmptyDirectory();
        try (Stream<Path> refs = Files.list(directory.resolve("refs/heads"))) {
            assertThat(refs).isEmpty();
        }
    }

    /** A person may have made the folder of refs, or the settings, a link to another place. */
    @Test
    void aLockFileOutsideOfTheGitDirectoryIsNotLinked(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(directory.resolve("linked"), elsewhere);

        assertThat(begin().take(directory.resolve("linked/x.lock"))).isEmpty();
    }

    /** A server of NFS that is asked again, since its answer was lost, says that the name is taken: by ours. */
    @Test
    void aLockFileWhoseAnswerWasLostIsOurs() throws IOException {
        LinkedLockFiles files = begin();
        Path first = take(files, "refs/heads/main.lock").path();
        Path held = directory.resolve(LinkedLockFiles.FOLDER);
        try (Stream<Path> all = Files.list(held)) {
            Path next = all.filter(each -> each.toString().endsWith("-1"))
                    .findFirst()
                    .orElseThrow();
            Files.createLink(directory.resolve("index.lock"), next);
        }

        try (GitLockFile lock = take(files, "index.lock")) {
            lock.write("new".getBytes());
            lock.commit(directory.resolve("index"), new DiskSync());
        }
        Files.delete(first);
        files.end();

        assertThat(directory.resolve("index")).hasContent("new");
        assertThat(directory.resolve("index.lock")).doesNotExist();
    }

    /** Where a kill left it, nobody would look for it. */
    @Test
    void aLockFileInAFolderThatNobodyLooksThroughIsNotLinked() throws IOException {
        Files.createDirectories(directory.resolve("settings"));
        Files.createDirectories(directory.resolve("heads"));
        Files.createSymbolicLink(directory.resolve("refs/linked"), directory.resolve("heads"));

        assertThat(begin().take(directory.resolve("settings/config.lock"))).isEmpty();
        assertThat(begin().take(directory.resolve("refs/linked/main.lock"))).isEmpty();
    }
}
