package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders and commits of more than 50 MiB, as of 700,000 files. The library gives no larger object out whole by itself, and
 * the run ended as a defect of this program.
 */
@Tag("slow")
class LargeObjectsTest {
    /** Their names are as long as names may be, so that few of them make a large tree. */
    private static final int FILES = 205_000;

    private static final Instant REPLAYED_AT = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir
    Path root;

    private NativeGit remote;
    private NativeGit data;
    private ObjectId base;
    private RepositorySettings settings;

    @BeforeEach
    void makeRepositories() {
        NativeGit writer = NativeGit.init(root.resolve("writer"));
        base = writer.commit("file", "base\n");
        remote = NativeGit.clone(writer.directory().toString(), root.resolve("remote.git"), "--bare");
        data = NativeGit.clone(remote.directory().toString(), root.resolve("data.git"), "--bare");
        settings = TestRepositories.settings(data.directory(), remote.directory());
    }

    @Test
    void aFolderOfVeryManyFilesIsFetchedReplayedOnAndPushed() throws IOException {
        ObjectId theirs = commit(remote, base, addFolder(remote, base, "base\n"), "theirs");
        run();
        assertThat(data.id("main")).isEqualTo(theirs);

        ObjectId further = commit(remote, theirs, addFolder(remote, theirs, "changed\n"), "further");
        ObjectId own = commit(data, theirs, addFile(data, theirs), "own");
        RemoteState sides = fetch();
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            ReplayAnswer replayed = new ReplayStep()
                    .run(
                            repository,
                            new ReplayRequest(
                                    target(), CommitIds.of(own), sides.remote(), sides.remote(), REPLAYED_AT));
            CommitId tip = Objects.requireNonNull(replayed.tip());
            move(repository, CommitIds.of(own), tip, sides.remote());
            PushRequest push = new PushRequest(target(), sides.remote(), tip, Duration.ofMinutes(1));
            assertThat(new PushStep()
                            .run(repository, push, Deadline.in(push.limit()))
                            .status())
                    .isEqualTo(PushAnswer.PushStatus.DONE);
        }
        assertThat(remote.id("main")).isEqualTo(data.id("main"));
        assertThat(remote.id("main^")).isEqualTo(further);
    }

    @Test
    void aCommitWithAVeryLongMessageIsFollowed() throws IOException {
        Path message = Files.writeString(root.resolve("message"), "subject\n\n" + "of many lines\n".repeat(4 << 20));
        String tree = remote.run("rev-parse", base.name() + "^{tree}");
        ObjectId theirs =
                ObjectId.fromString(remote.run("commit-tree", tree, "-p", base.name(), "-F", message.toString()));
        remote.run("update-ref", "refs/heads/main", theirs.name());

        run();

        assertThat(data.id("main")).isEqualTo(theirs);
    }

    private void run() throws IOException {
        RemoteState sides = fetch();
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            move(repository, Objects.requireNonNull(sides.local()), sides.remote(), sides.remote());
        }
    }

    private RemoteState fetch() throws IOException {
        return new FetchStep(settings, false).run(Deadline.in(Duration.ofMinutes(1)));
    }

    private void move(DataRepository repository, CommitId from, CommitId to, CommitId remoteCommit) throws IOException {
        MoveAnswer answer =
                new MoveStep(false).run(repository, new MoveRequest(target(), from, to, remoteCommit, null, null));
        assertThat(answer.status()).isEqualTo(MoveAnswer.MoveStatus.DONE);
    }

    private RepositoryBranch target() {
        return new RepositoryBranch(settings.id(), settings.branch());
    }

    private static ObjectId commit(NativeGit git, ObjectId parent, String tree, String message) {
        ObjectId made = ObjectId.fromString(git.run("commit-tree", tree, "-p", parent.name(), "-m", message));
        git.run("update-ref", "refs/heads/main", made.name());
        return made;
    }

    private String addFile(NativeGit git, ObjectId to) throws IOException {
        return addEntry(git, to, "100644 blob " + git.run("rev-parse", base.name() + ":file") + "\town");
    }

    /** Adds a folder whose first file has that text. */
    private String addFolder(NativeGit git, ObjectId to, String text) throws IOException {
        String blob = git.attempt(
                        Map.of(), Files.writeString(root.resolve("text"), text), "hash-object", "-w", "--stdin")
                .output();
        Path entries = root.resolve("entries");
        try (Writer out = Files.newBufferedWriter(entries)) {
            String usual = git.run("rev-parse", base.name() + ":file");
            for (int i = 0; i < FILES; i++) {
                out.write(
                        "100644 blob " + (i == 0 ? blob : usual) + "\t" + "%06d".formatted(i) + "x".repeat(240) + "\n");
            }
        }
        return addEntry(
                git,
                to,
                "040000 tree " + git.attempt(Map.of(), entries, "mktree").output() + "\tfolder");
    }

    private String addEntry(NativeGit git, ObjectId to, String entry) throws IOException {
        String name = entry.substring(entry.indexOf('\t'));
        String others = git.run("ls-tree", to.name())
                .lines()
                .filter(line -> !line.endsWith(name))
                .reduce("", (all, line) -> all + line + "\n");
        Path root = Files.writeString(this.root.resolve("tree"), others + entry + "\n");
        return git.attempt(Map.of(), root, "mktree").output();
    }
}
