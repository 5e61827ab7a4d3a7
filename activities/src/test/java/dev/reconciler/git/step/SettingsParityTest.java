package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A clone that has diverged, with settings of git's: a pass by our steps beside {@code fetch}, {@code rebase} and {@code
 * push} of native git in a copy. The tree, the index and the files have to be the same. docs/git-settings.md has the table
 * of all settings.
 */
@Tag("slow")
class SettingsParityTest {
    private static final Instant REPLAYED_AT = Instant.parse("2026-11-26T10:00:00Z");

    /** What docs/git-settings.md says to be without effect, all at once, with values that are not git's defaults. */
    private static final List<String> WITHOUT_EFFECT = List.of(
            "author.name=Somebody",
            "branch.autoSetupMerge=always",
            "branch.main.rebase=merges",
            "branch.main.mergeOptions=--no-ff",
            "branch.main.pushRemote=elsewhere",
            "checkout.defaultRemote=elsewhere",
            "checkout.workers=4",
            "clone.rejectShallow=true",
            "commit.cleanup=scissors",
            "commit.template=/nowhere",
            "commitGraph.readChangedPaths=false",
            "core.abbrev=4",
            "core.alternateRefsCommand=false",
            "core.askPass=false",
            "core.bigFileThreshold=1",
            "core.commentChar=;",
            "core.compression=0",
            "core.deltaBaseCacheLimit=1k",
            "core.editor=false",
            "core.excludesFile=/nowhere",
            "core.filesRefLockTimeout=0",
            "core.fsync=none",
            "core.ignoreStat=false",
            "core.looseCompression=9",
            "core.multiPackIndex=false",
            "core.notesRef=refs/notes/mine",
            "core.packedGitLimit=1m",
            "core.packedRefsTimeout=0",
            "core.pager=false",
            "core.precomposeUnicode=true",
            "core.preferSymlinkRefs=true",
            "core.preloadIndex=false",
            "core.quotePath=false",
            "core.safecrlf=true",
            "core.warnAmbiguousRefs=false",
            "core.whitespace=trailing-space,tab-in-indent",
            "credential.helper=false",
            "feature.experimental=true",
            "fetch.negotiationAlgorithm=skipping",
            "fetch.parallel=0",
            "fetch.prune=true",
            "fetch.unpackLimit=1",
            "fetch.writeCommitGraph=true",
            "gc.auto=1",
            "gc.autoDetach=false",
            "gc.pruneExpire=now",
            "gpg.minTrustLevel=ultimate",
            "gpg.ssh.allowedSignersFile=/nowhere",
            "gpg.ssh.revocationFile=/nowhere",
            "http.lowSpeedLimit=1",
            "http.lowSpeedTime=1",
            "http.proxySSLCAInfo=/nowhere",
            "http.proxySSLCert=/nowhere",
            "http.proxySSLKey=/nowhere",
            "init.defaultBranch=elsewhere",
            "maintenance.auto=true",
            "merge.verifySignatures=true",
            "notes.mergeStrategy=ours",
            "notes.rewriteRef=refs/notes/*",
            "pack.depth=1",
            "pack.packSizeLimit=1m",
            "pack.threads=1",
            "pack.windowMemory=1m",
            "pull.rebase=false",
            "pull.ff=only",
            "push.autoSetupRemote=true",
            "push.default=nothing",
            "push.followTags=true",
            "push.negotiate=true",
            "receive.denyNonFastForwards=true",
            "receive.fsckObjects=true",
            "receive.unpackLimit=1",
            "remote.origin.fetch=+refs/heads/nothing:refs/nothing",
            "remote.origin.mirror=false",
            "remote.origin.prune=true",
            "remote.origin.push=HEAD:refs/heads/elsewhere",
            "remote.origin.skipFetchAll=true",
            "remote.origin.tagOpt=--no-tags",
            "remote.pushDefault=elsewhere",
            "repack.writeBitmaps=true",
            "rerere.enabled=true",
            "status.showUntrackedFiles=no",
            "submodule.recurse=false",
            "transfer.hideRefs=refs/heads",
            "transfer.unpackLimit=1",
            "uploadpack.hideRefs=refs/heads",
            "user.name=Somebody",
            "user.useConfigOnly=true",
            "worktree.guessRemote=true");

    @TempDir
    static Path once;

    @TempDir
    Path temporary;

    private Path ours;
    private Path theirs;

    @BeforeAll
    static void aCloneThatHasDiverged() throws IOException {
        Files.createDirectories(once.resolve("sides"));
        NativeGit writer = NativeGit.init(once.resolve("writer"), "--template=");
        writer.write("script", "#!/bin/sh\n");
        assertThat(writer.directory().resolve("script").toFile().setExecutable(true))
                .isTrue();
        writer.commit("text", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        NativeGit.clone(writer.directory().toString(), once.resolve("sides/remote.git"), "--bare", "--template=");
        writer.commit("text", "one\n2\n3\n4\n5\n6\n7\n8\n9\n");
        writer.write("more", "#!/bin/sh\n");
        assertThat(writer.directory().resolve("more").toFile().setExecutable(true))
                .isTrue();
        Files.createSymbolicLink(writer.directory().resolve("link"), Path.of("text"));
        Files.delete(writer.directory().resolve("script"));
        writer.commit("dir/ä file", "new\n");
        NativeGit clone = NativeGit.clone("remote.git", once.resolve("sides/data"), "--template=");
        clone.commit("text", "1\n2\n3\n4\n5\n6\n7\n8\nnine\n");
        clone.run("remote", "set-url", "origin", "../remote.git");
        writer.run("push", "-q", once.resolve("sides/remote.git").toString(), "main");
    }

    @BeforeEach
    void twoCopies() throws IOException {
        Path root = temporary.toRealPath();
        TestRepositories.copy(once.resolve("sides"), root.resolve("ours"));
        TestRepositories.copy(once.resolve("sides"), root.resolve("theirs"));
        ours = root.resolve("ours/data");
        theirs = root.resolve("theirs/data");
    }

    @Test
    void whatIsSaidToBeWithoutEffectHasNone() throws IOException {
        set(WITHOUT_EFFECT);

        assertSame();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core.fileMode=false",
                "core.symlinks=false",
                "core.logAllRefUpdates=false",
                "feature.manyFiles=true",
                "index.version=4",
                "core.ignoreCase=true ; core.trustctime=false ; core.checkStat=minimal ; core.protectHFS=true"
                        + " ; core.commitGraph=false ; core.useReplaceRefs=false ; extensions.preciousObjects=true"
                        + " ; extensions.worktreeConfig=true",
            })
    void whatIsHonouredIsHonouredAsByGit(String settings) throws IOException {
        set(List.of(settings.split(" ; ")));

        assertSame();
    }

    /** {@code HEAD@{1}} is where a person looks for what was there before. */
    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0", "always, 1"})
    void aMoveIsInTheReflogOfTheBranchAndOfHead(String setting, int lines) throws IOException {
        set(List.of("core.logAllRefUpdates=" + setting));
        for (String log : new String[] {"HEAD", "refs/heads/main"}) {
            Files.delete(ours.resolve(".git/logs").resolve(log));
        }

        ObjectId before = NativeGit.in(ours).id("main");
        pass();

        for (String log : new String[] {"HEAD", "refs/heads/main"}) {
            assertThat(NativeGit.in(ours).run("reflog", "show", log).lines()).hasSize(lines);
        }
        if (lines > 0) {
            assertThat(NativeGit.in(ours).run("log", "-g", "-1", "--format=%gs", "HEAD"))
                    .startsWith("reconciler: ");
            assertThat(Files.readString(ours.resolve(".git/logs/HEAD"))).startsWith(before.name());
        }
    }

    @Test
    void theFolderOfHooksMayBeInTheHomeDirectory() throws IOException {
        Path hooks = Files.createDirectories(temporary.resolve("hooks"));
        Path hook = Files.writeString(hooks.resolve("pre-push"), "#!/bin/sh\ntouch '" + temporary + "/ran'\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        String home = System.getenv("HOME");
        assumeTrue(home != null, "a home directory is needed");
        Path fromHome = Path.of(Objects.requireNonNull(home)).toRealPath().relativize(hooks.toRealPath());
        set(List.of("core.hooksPath=~/" + fromHome));

        assertSame();
        assertThat(temporary.resolve("ran")).exists();
    }

    /** As in every clone of a package that uses husky: a relative folder starts from the top of the work tree. */
    @Test
    void theFolderOfHooksMayBeInTheWorkTree() throws IOException {
        for (Path clone : List.of(ours, theirs)) {
            Path hooks = Files.createDirectories(clone.resolve(".git/husky"));
            Path hook = Files.writeString(hooks.resolve("pre-push"), "#!/bin/sh\npwd >>'" + temporary + "/ran'\n");
            assertThat(hook.toFile().setExecutable(true)).isTrue();
        }
        set(List.of("core.hooksPath=.git/husky"));

        assertSame();
        assertThat(temporary.resolve("ran")).hasContent(theirs + "\n" + ours);
    }

    /** The example of docs/parity.md. */
    @Test
    void theHooksOfARebaseRunInGitAlone() throws IOException {
        for (Path clone : List.of(ours, theirs)) {
            for (String name : List.of("pre-rebase", "prepare-commit-msg", "post-commit", "post-rewrite")) {
                Path hook = Files.createDirectories(clone.resolve(".git/hooks")).resolve(name);
                Files.writeString(hook, "#!/bin/sh\necho " + name + " >>.git/ran\n");
                assertThat(hook.toFile().setExecutable(true)).isTrue();
            }
            append(clone.resolve(".git/hooks/prepare-commit-msg"), "echo ticket 7 >>\"$1\"\n");
        }

        assertSame();

        assertThat(theirs.resolve(".git/ran")).hasContent("pre-rebase\nprepare-commit-msg\npost-commit\npost-rewrite");
        assertThat(NativeGit.in(theirs).run("log", "-1", "--format=%B")).contains("ticket 7");
        assertThat(ours.resolve(".git/ran")).doesNotExist();
        assertThat(NativeGit.in(ours).run("log", "-1", "--format=%B")).doesNotContain("ticket 7");
    }

    @Test
    void optionsOfAPushReachTheRemotesHook() throws IOException {
        Path asked = temporary.resolve("asked");
        NativeGit remote = NativeGit.in(ours.resolveSibling("remote.git"));
        remote.run("config", "receive.advertisePushOptions", "true");
        Path hook = Files.createDirectories(remote.directory().resolve("hooks")).resolve("pre-receive");
        Files.writeString(hook, "#!/bin/sh\necho \"$GIT_PUSH_OPTION_COUNT $GIT_PUSH_OPTION_0\" >'" + asked + "'\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        NativeGit.in(ours).run("config", "--add", "push.pushOption", "taken-back");
        NativeGit.in(ours).run("config", "--add", "push.pushOption", "");
        NativeGit.in(ours).run("config", "--add", "push.pushOption", "ci.skip");

        pass();

        assertThat(asked).hasContent("1 ci.skip");
    }

    @Test
    void optionsOfAPushThatTheRemoteDoesNotTakeArePushRejected() {
        set(List.of("push.pushOption=ci.skip"));

        assertThatThrownBy(this::pass)
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.PUSH_REJECTED))
                .hasMessageContaining("takes no options");
    }

    private void set(List<String> settings) {
        for (Path clone : List.of(ours, theirs)) {
            StringBuilder text = new StringBuilder();
            for (String setting : settings) {
                int equals = setting.indexOf('=');
                String key = setting.substring(0, equals);
                int first = key.indexOf('.');
                int last = key.lastIndexOf('.');
                text.append('[').append(key, 0, first);
                if (first < last) {
                    text.append(" \"").append(key, first + 1, last).append('"');
                }
                text.append("]\n\t").append(key.substring(last + 1));
                text.append(" = \"").append(setting.substring(equals + 1)).append("\"\n");
            }
            append(clone.resolve(".git/config"), text.toString());
        }
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, Files.readString(file) + text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void assertSame() throws IOException {
        NativeGit git = NativeGit.in(theirs);
        git.run("fetch", "-q", "../remote.git", "main");
        git.run("rebase", "-q", "FETCH_HEAD");
        git.run("push", "-q", "../remote.git", "HEAD:refs/heads/main");

        pass();

        NativeGit mine = NativeGit.in(ours);
        assertThat(mine.run("rev-parse", "HEAD^{tree}")).isEqualTo(git.run("rev-parse", "HEAD^{tree}"));
        assertThat(mine.run("ls-files", "-s")).isEqualTo(git.run("ls-files", "-s"));
        assertThat(mine.run("status", "--porcelain")).isEqualTo(git.run("status", "--porcelain"));
        assertThat(listFiles(ours)).isEqualTo(listFiles(theirs));
        assertThat(NativeGit.in(ours.resolveSibling("remote.git")).id("main")).isEqualTo(mine.id("HEAD"));
        assertThat(Files.exists(ours.resolve(".git/logs/HEAD")))
                .isEqualTo(Files.exists(theirs.resolve(".git/logs/HEAD")));
    }

    private static List<String> listFiles(Path clone) throws IOException {
        try (Stream<Path> files = Files.walk(clone)) {
            return files.filter(file -> !file.startsWith(clone.resolve(".git")) && !Files.isDirectory(file))
                    .map(file -> describe(clone, file))
                    .sorted()
                    .toList();
        }
    }

    private static String describe(Path clone, Path file) {
        try {
            boolean isLink = Files.isSymbolicLink(file);
            String kind = isLink ? "link" : Files.isExecutable(file) ? "program" : "file";
            String content = isLink ? Files.readSymbolicLink(file).toString() : Files.readString(file);
            assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
            return clone.relativize(file) + " " + kind + " " + content;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What a run does with a clone that has diverged. */
    private void pass() throws IOException {
        RepositorySettings settings = TestRepositories.settings(ours, ours.resolveSibling("remote.git"));
        new FetchStep(settings, false).run(StepFixture.soon());
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            RepositoryBranch target = new RepositoryBranch(settings.id(), settings.branch());
            CommitId local = CommitIds.of(repository.local());
            CommitId remote =
                    CommitIds.of(NativeGit.in(ours.resolveSibling("remote.git")).id("main"));
            ReplayAnswer replay =
                    new ReplayStep().run(repository, new ReplayRequest(target, local, remote, remote, REPLAYED_AT));
            CommitId tip = Objects.requireNonNull(replay.tip());
            MoveAnswer moved =
                    new MoveStep(false).run(repository, new MoveRequest(target, local, tip, remote, null, REPLAYED_AT));
            assertThat(moved.status()).isEqualTo(MoveAnswer.MoveStatus.DONE);
            new PushStep()
                    .run(repository, new PushRequest(target, remote, tip, Duration.ofMinutes(1)), StepFixture.soon());
        }
    }
}
