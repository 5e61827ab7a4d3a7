package dev.reconciler.git.checkout;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.lock.GitLockFile;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/** A work tree that native git made, and our view of it. */
final class CheckoutFixture implements AutoCloseable {
    private final NativeGit git;
    private final DataRepository repository;

    private CheckoutFixture(NativeGit git, DataRepository repository) {
        this.git = git;
        this.repository = repository;
    }

    static CheckoutFixture of(NativeGit git) throws IOException {
        return new CheckoutFixture(
                git,
                DataRepository.open(TestRepositories.settings(git.directory(), "remote.git"))
                        .orElseThrow());
    }

    NativeGit git() {
        return git;
    }

    DataRepository repository() {
        return repository;
    }

    Path file(String path) {
        return git.directory().resolve(path);
    }

    WorkTreeFiles files() {
        return WorkTreeFiles.of(repository, git.directory(), List.of());
    }

    /** Makes a path hold a content, whatever is there. */
    void write(String path, PathContent content) throws IOException {
        PathChange change = new PathChange(path, PathContent.NOTHING, content);
        try (WorkTreeWriter writer = files().openWriter(List.of(change))) {
            writer.prepare(change);
            writer.moveIntoPlace(change);
            writer.finish();
        }
    }

    void remove(String path) throws IOException {
        try (WorkTreeWriter writer = files().openWriter(List.of())) {
            writer.remove(path);
            writer.finish();
        }
    }

    /** Has a file edited in place once it is read, as a person's program does it: by a filter, which the reader runs. */
    void editWhileItIsRead(String path, String beginning) throws IOException {
        git.write(".git/info/attributes", path + " filter=edits\n");
        git.run("config", "filter.edits.clean", "cat; printf " + beginning + " 1<>'" + file(path) + "'");
        // The disk's clock is coarse: a file that is written twice within a few milliseconds has one time.
        Files.setLastModifiedTime(file(path), FileTime.from(Instant.parse("2000-01-01T00:00:00Z")));
    }

    /** The index, locked. */
    IndexFile index() throws IOException {
        return IndexFile.lock(repository.git(), GitLockFile::takeUnproved);
    }

    List<PathChange> changes(ObjectId from, ObjectId to) throws IOException {
        return CheckoutDifference.of(repository).between(from, to);
    }

    /** What a commit has at a path. */
    PathContent content(ObjectId commit, String path) throws IOException {
        return CheckoutDifference.of(repository).between(null, commit).stream()
                .filter(change -> change.path().equals(path))
                .map(PathChange::to)
                .findFirst()
                .orElse(PathContent.NOTHING);
    }

    /** What native git says of the work tree; empty where it is as committed. */
    String status() {
        return git.run("status", "--porcelain");
    }

    @Override
    public void close() {
        repository.close();
    }
}
