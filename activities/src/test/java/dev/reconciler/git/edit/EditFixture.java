package dev.reconciler.git.edit;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.git.edit.EditFolder.MadeFolder;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.repository.SigningKey;
import dev.reconciler.model.BranchName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A remote whose branch main and whose conflict branch have come apart, and a data repository that follows main. All made by
 * native git.
 */
final class EditFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-27T09:00:00Z");
    static final String NAME = "data/2026-11-27T08-00-00Z";
    static final BranchName CONFLICT = new BranchName("conflicts/2026-11-27T08-00-00Z");

    private final Path root;
    private final NativeGit writer;
    private final NativeGit remote;
    private DataRepository repository;

    EditFixture(Path root) throws IOException {
        this.root = root;
        writer = NativeGit.init(root.resolve("writer"));
        writer.commit("base.txt", "one\ntwo\nthree\n");
        remote = NativeGit.clone(writer.directory().toString(), root.resolve("remote.git"), "--bare");
        writer.run("remote", "add", "origin", remote.directory().toString());
        repository = follow();
    }

    private DataRepository follow() throws IOException {
        NativeGit data = NativeGit.clone(remote.directory().toString(), root.resolve("data.git"), "--bare");
        return DataRepository.open(TestRepositories.settings(data.directory(), remote.directory()))
                .orElseThrow();
    }

    /** Commits what a side does; it begins at the first commit. */
    void makeConflict(Side local, Side remotely) throws IOException {
        writer.run("branch", "base");
        remotely.commitTo(writer);
        writer.run("push", "-q", "origin", "HEAD:main");
        writer.run("checkout", "-q", "-B", "own", "base");
        local.commitTo(writer);
        writer.run("push", "-q", "origin", "HEAD:" + CONFLICT);
        writer.run("checkout", "-q", "main");
        NativeGit.in(root.resolve("data.git")).run("fetch", "-q", "origin", "+main:main");
        reopen();
    }

    /** The usual one: both have changed the same line, and local has a commit before that and one behind it. */
    void makeConflict() throws IOException {
        makeConflict(
                local -> {
                    local.commit("first.txt", "first\n");
                    local.commit("base.txt", "one\nours\nthree\n");
                    local.commit("last.txt", "last\n");
                },
                remotely -> remotely.commit("base.txt", "one\ntheirs\nthree\n"));
    }

    /** Another writer commits to the remote's main. */
    ObjectId commitRemotely(String path, String content) {
        ObjectId commit = writer.commit(path, content);
        writer.run("push", "-q", "origin", "HEAD:main");
        return commit;
    }

    /** The host's configuration has replayed commits signed from now on. */
    void signBy(SigningKey key) throws IOException {
        RepositorySettings now = repository.settings();
        repository.close();
        repository = DataRepository.open(new RepositorySettings(
                        now.id(),
                        now.path(),
                        now.remoteUrl(),
                        now.remoteName(),
                        now.branch(),
                        now.bare(),
                        now.credentials(),
                        now.identity(),
                        key))
                .orElseThrow();
    }

    /** As the next command does: with the settings as they are by then. */
    void reopen() throws IOException {
        repository.close();
        repository = DataRepository.open(repository.settings()).orElseThrow();
    }

    NativeGit writer() {
        return writer;
    }

    NativeGit remote() {
        return remote;
    }

    DataRepository repository() {
        return repository;
    }

    PreservedConflict conflict() {
        return new PreservedConflict(CONFLICT, CommitIds.of(remote.id(CONFLICT.value())));
    }

    MadeFolder make(Path folder) throws IOException {
        return EditFolder.make(repository, conflict(), NAME, folder, soon());
    }

    ObjectId take(Path folder) throws IOException {
        return take(folder, conflict());
    }

    ObjectId take(Path folder, PreservedConflict conflict) throws IOException {
        return CommitIds.of(EditedResult.take(repository, EditedFolder.open(folder), conflict, NOW, soon()));
    }

    NativeGit data() {
        return NativeGit.in(root.resolve("data.git"));
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1));
    }

    @Override
    public void close() {
        repository.close();
    }

    /** What one side does. */
    interface Side {
        void commitTo(NativeGit git) throws IOException;
    }
}
