package dev.reconciler.worker.demo.sample;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteConfig;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** A repository with one branch, {@code main}, that takes commits and rewinds. Not safe for use by several threads. */
public final class SampleRepository implements AutoCloseable {
    /** The branch of every sample. */
    public static final BranchName BRANCH = new BranchName("main");

    private static final Instant FIRST = Instant.parse("2026-01-05T08:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final String REMOTE = "origin";

    private final Git git;

    private SampleRepository(Git git) {
        this.git = git;
    }

    /** Makes an empty bare repository. */
    public static SampleRepository initRemote(Path directory) throws IOException {
        return new SampleRepository(initRepository(directory, true));
    }

    /** Makes a clone with its remote-tracking ref, bare or with a work tree. */
    public SampleRepository cloneInto(Path directory, boolean bare) throws IOException {
        SampleRepository clone = new SampleRepository(initRepository(directory, bare));
        try {
            clone.configureRemote(git.getRepository().getDirectory());
            clone.pull();
            return clone;
        } catch (IOException e) {
            clone.close();
            throw e;
        }
    }

    /** Fetches from the remote and moves the branch to the remote's commit. */
    public void pull() throws IOException {
        try {
            git.fetch().setRemote(REMOTE).call();
        } catch (GitAPIException e) {
            throw new IOException("no fetch into " + git.getRepository() + ": " + e.getMessage(), e);
        }
        moveTo(new CommitId(resolveRef("refs/remotes/" + REMOTE + "/" + BRANCH).name()));
    }

    /** Adds a commit that writes one file. The commit is dated ten minutes after its parent. */
    public CommitId commit(String author, String message, String path, String content) throws IOException {
        Repository repository = git.getRepository();
        ObjectId parent = repository.resolve(BRANCH.ref());
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(writeTree(inserter, parent, path, content));
            if (parent != null) {
                commit.setParentId(parent);
            }
            PersonIdent person = newPerson(
                    author, parent == null ? FIRST : commitTime(parent).plus(STEP));
            commit.setAuthor(person);
            commit.setCommitter(person);
            commit.setMessage(message + "\n");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            moveTo(new CommitId(id.name()));
            return new CommitId(id.name());
        }
    }

    /** Moves the branch to that commit, fast-forward or not, and the work tree where there is one. */
    public void moveTo(CommitId commit) throws IOException {
        RefUpdate update = git.getRepository().updateRef(BRANCH.ref());
        update.setNewObjectId(ObjectId.fromString(commit.hex()));
        RefUpdate.Result result = update.forceUpdate();
        if (result == RefUpdate.Result.LOCK_FAILURE || result == RefUpdate.Result.REJECTED) {
            throw new IOException(BRANCH + " of " + git.getRepository() + " was not moved: " + result);
        }
        if (!git.getRepository().isBare()) {
            checkOut();
        }
    }

    /** The commit of the branch. */
    public CommitId head() throws IOException {
        return new CommitId(resolveRef(BRANCH.ref()).name());
    }

    @Override
    public void close() {
        git.close();
    }

    private static Git initRepository(Path directory, boolean bare) throws IOException {
        try {
            return Git.init()
                    .setDirectory(directory.toFile())
                    .setBare(bare)
                    .setInitialBranch(BRANCH.value())
                    .call();
        } catch (GitAPIException e) {
            throw new IOException("no repository at " + directory + ": " + e.getMessage(), e);
        }
    }

    private void configureRemote(File remote) throws IOException {
        StoredConfig config = git.getRepository().getConfig();
        try {
            RemoteConfig origin = new RemoteConfig(config, REMOTE);
            origin.addURI(new URIish(remote.getAbsolutePath()));
            origin.addFetchRefSpec(new RefSpec("+refs/heads/*:refs/remotes/" + REMOTE + "/*"));
            origin.update(config);
        } catch (URISyntaxException e) {
            throw new IOException("remote: " + remote + " (expected: a path that git can name)", e);
        }
        config.setString("branch", BRANCH.value(), "remote", REMOTE);
        config.setString("branch", BRANCH.value(), "merge", BRANCH.ref());
        config.save();
    }

    private ObjectId writeTree(ObjectInserter inserter, @Nullable ObjectId parent, String path, String content)
            throws IOException {
        ObjectId blob = inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
        DirCache index = DirCache.newInCore();
        if (parent != null) {
            try (ObjectReader reader = git.getRepository().newObjectReader()) {
                index = DirCache.read(reader, parseCommit(parent).getTree());
            }
        }
        DirCacheEditor editor = index.editor();
        editor.add(new DirCacheEditor.PathEdit(path) {
            @Override
            public void apply(DirCacheEntry entry) {
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(blob);
            }
        });
        editor.finish();
        return index.writeTree(inserter);
    }

    private void checkOut() throws IOException {
        try {
            git.reset().setMode(ResetType.HARD).setRef(Constants.HEAD).call();
        } catch (GitAPIException e) {
            throw new IOException("no checkout in " + git.getRepository() + ": " + e.getMessage(), e);
        }
    }

    private ObjectId resolveRef(String ref) throws IOException {
        ObjectId id = git.getRepository().resolve(ref);
        if (id == null) {
            throw new IOException(ref + " in " + git.getRepository() + ": absent (expected: a commit)");
        }
        return id;
    }

    private Instant commitTime(ObjectId commit) throws IOException {
        return Instant.ofEpochSecond(parseCommit(commit).getCommitTime());
    }

    private RevCommit parseCommit(ObjectId commit) throws IOException {
        return git.getRepository().parseCommit(commit);
    }

    private static PersonIdent newPerson(String name, Instant when) {
        return new PersonIdent(name, name.toLowerCase(Locale.ROOT) + "@example.org", when, ZoneOffset.UTC);
    }
}
