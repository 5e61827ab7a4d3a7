package dev.reconciler.git.step;

import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A bare remote with one commit, a clone with a work tree, and another writer of the remote. All made by native git.
 */
final class StepFixture implements AutoCloseable {
    /** The file of the first commit. */
    static final String FILE = "file";

    private final NativeGit remote;
    private final NativeGit git;
    private final NativeGit writer;
    private final ObjectId base;
    private final RepositorySettings settings;
    private final DataRepository repository;

    StepFixture(Path root) throws IOException {
        writer = NativeGit.init(root.resolve("writer"));
        base = writer.commit(FILE, "base\n");
        remote = NativeGit.clone(writer.directory().toString(), root.resolve("remote.git"), "--bare");
        writer.run("remote", "add", "origin", remote.directory().toString());
        git = NativeGit.clone(remote.directory().toString(), root.resolve("data"));
        settings = TestRepositories.settings(git.directory(), remote.directory());
        repository = DataRepository.open(settings).orElseThrow();
    }

    NativeGit remote() {
        return remote;
    }

    NativeGit git() {
        return git;
    }

    /** The commit that both sides start with. */
    ObjectId base() {
        return base;
    }

    RepositorySettings settings() {
        return settings;
    }

    DataRepository repository() {
        return repository;
    }

    RepositoryBranch target() {
        return new RepositoryBranch(settings.id(), settings.branch());
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1));
    }

    /** Another writer commits to the remote. Answers the commit, which the clone does not have. */
    ObjectId commitRemotely(String path, String content) {
        ObjectId commit = writer.commit(path, content);
        writer.run("push", "-q", "origin", "HEAD:main");
        return commit;
    }

    /** Another writer takes commits of the remote back. */
    void resetRemote(ObjectId commit) {
        writer.run("reset", "-q", "--hard", commit.name());
        writer.run("push", "-q", "--force", "origin", "HEAD:main");
    }

    /** Brings the remote's commits into the clone, as a run's first step does. */
    void fetch() throws IOException {
        new FetchStep(settings, false).run(soon());
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
