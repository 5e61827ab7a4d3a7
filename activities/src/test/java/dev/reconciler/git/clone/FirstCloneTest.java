package dev.reconciler.git.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** First clones beside those of native git, with a work tree ({@code data}) and bare ({@code data.git}). */
@Tag("slow")
class FirstCloneTest {
    @TempDir
    Path root;

    private NativeGit remote;
    private ObjectId tip;

    @BeforeEach
    void aRemoteWithBranchesAndTags() {
        remote = NativeGit.init(root.resolve("remote"));
        remote.commit("file", "1\n");
        remote.run("tag", "-a", "-m", "first", "v1");
        remote.run("branch", "other");
        tip = remote.commit("folder/file", "2\n");
    }

    private RepositorySettings settings(String name) {
        return TestRepositories.settings(root.resolve("host").resolve(name), remote.directory());
    }

    private static boolean make(RepositorySettings settings, boolean tellsApplication) throws IOException {
        return new FirstClone(settings, new GitRemote(settings), tellsApplication)
                .make(Deadline.in(Duration.ofMinutes(1)));
    }

    private static Path stageBeside(RepositorySettings settings) {
        return settings.path().resolveSibling("." + settings.path().getFileName() + GitDirectory.STAGE);
    }

    /** What native git would have cloned, and nothing beside it. */
    private void assertCloned(RepositorySettings settings) throws IOException {
        NativeGit clone = NativeGit.in(settings.path());
        clone.fsck();
        assertThat(clone.id("HEAD")).isEqualTo(tip);
        assertThat(clone.run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
        assertThat(clone.run("for-each-ref", "--format=%(refname)", "refs/remotes", "refs/tags"))
                .isEqualTo("refs/remotes/origin/main\nrefs/remotes/origin/other\nrefs/tags/v1");
        assertThat(clone.run("config", "remote.origin.url"))
                .isEqualTo(remote.directory().toString());
        if (!settings.bare()) {
            assertThat(clone.run("status", "--porcelain", "--branch")).isEqualTo("## main...origin/main");
        }
        assertThat(stageBeside(settings)).doesNotExist();
        assertThat(GitDirectory.stageIn(settings.path())).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "data.git"})
    void aCloneIsMadeWhereNothingIs(String name) throws IOException {
        assertThat(make(settings(name), false)).isTrue();

        assertCloned(settings(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "data.git"})
    void aCloneIsMadeInAnEmptyFolderThatStaysTheSame(String name) throws IOException {
        Path mount = Files.createDirectories(settings(name).path());
        Object folder = Files.getAttribute(mount, "unix:ino");

        assertThat(make(settings(name), false)).isTrue();

        assertCloned(settings(name));
        assertThat(Files.getAttribute(mount, "unix:ino")).isEqualTo(folder);
    }

    /** What is moved has another change time: git diff-index called the files at the top modified, for ever. */
    @Test
    void theIndexOfACloneInAnEmptyFolderSaysWhatTheDiskSays() throws IOException {
        Path path = Files.createDirectories(settings("data").path());

        make(settings("data"), false);

        Instant changed = ((FileTime) Files.getAttribute(path.resolve("file"), "unix:ctime")).toInstant();
        assertThat(NativeGit.in(path).run("ls-files", "--debug", "file"))
                .contains("ctime: " + changed.getEpochSecond() + ":" + changed.getNano() + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "data.git"})
    void theNextRunTakesOverFromOneThatWasKilledInTheMiddle(String name) throws IOException {
        RepositorySettings settings = settings(name);
        Path stage = Files.createDirectories(stageBeside(settings));
        NativeGit.init(stage.resolve("clone")).write("half", "half\n");

        assertThat(DataRepository.open(settings)).isEmpty();
        assertThat(make(settings, false)).isTrue();

        assertCloned(settings);
        assertThat(settings.path().resolve("half")).doesNotExist();
    }

    /** A clone without its {@code HEAD} was taken for a person's files: the run asked for them to be moved away. */
    @ParameterizedTest
    @ValueSource(strings = {"data", "data.git"})
    void theNextRunTakesOverFromOneThatWasKilledWhileItMovedTheCloneIntoItsFolder(String name) throws IOException {
        RepositorySettings settings = settings(name);
        Path stage = GitDirectory.stageIn(settings.path());
        make(settings.withPath(stage.resolve("clone")), false);
        Path whole = stage.resolve(GitDirectory.WHOLE);
        Files.createDirectories(whole.getParent());
        Files.createFile(whole);
        String moved = settings.bare() ? "objects" : "file";
        Files.move(stage.resolve("clone").resolve(moved), settings.path().resolve(moved));

        assertThat(DataRepository.open(settings)).isEmpty();
        assertThat(make(settings, false)).isTrue();

        assertCloned(settings);
    }

    @Test
    void aCloneThatAnotherRunHasMadeMeanwhileIsLeftAlone() throws IOException {
        RepositorySettings settings = settings("data");
        make(settings, false);
        Path mine = Files.writeString(settings.path().resolve("mine"), "a person's\n");

        assertThat(make(settings, false)).isFalse();

        assertThat(mine).hasContent("a person's");
    }

    @Test
    void aCloneThatAnotherRunIsMakingIsWaitedForByTheWorkflow() throws IOException {
        RepositorySettings settings = settings("data");
        Path stage = Files.createDirectories(stageBeside(settings));

        try (RepositoryLock other = RepositoryLock.acquire(stage, SharedPermissions.OF_UMASK)) {
            assertThatThrownBy(() -> make(settings, false))
                    .isInstanceOf(RemoteUnavailableException.class)
                    .hasMessageContaining("another run makes the clone");
        }
        assertThat(settings.path()).doesNotExist();
    }

    @Test
    void aBranchThatTheRemoteDoesNotHaveIsFoundOutBeforeAnythingIsMade() {
        remote.run("branch", "-m", "main", "renamed");

        assertThatThrownBy(() -> make(settings("data"), false))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.BRANCH_MISSING));
        assertThat(root.resolve("host")).doesNotExist();
    }

    /** The disk of the remote has the tree of a folder in the place of the root's, and its git sends that. */
    @ParameterizedTest
    @ValueSource(strings = {"data", "data.git"})
    void aCloneThatLacksAFolderIsRefusedAndNothingStays(String name) throws IOException {
        String missing = remote.run("rev-parse", "main^{tree}");
        Path other = locateObject(remote.run("rev-parse", "main:folder"));
        Files.copy(other, locateObject(missing), StandardCopyOption.REPLACE_EXISTING);

        RepositorySettings settings = settings(name);
        assertThatThrownBy(() -> make(settings, false))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.REPOSITORY_CORRUPT))
                .hasMessageContaining(missing);
        assertThat(settings.path()).doesNotExist();
        assertThat(stageBeside(settings)).doesNotExist();
    }

    private Path locateObject(String id) {
        return remote.directory()
                .resolve(".git/objects")
                .resolve(id.substring(0, 2))
                .resolve(id.substring(2));
    }

    @Test
    void aFileThatCannotBeCheckedOutIsRefusedAndNothingStays() {
        remote.write(".gitattributes", "* ident\n").commitAll("an expanded name");

        assertThatThrownBy(() -> make(settings("data"), false))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.UNSUPPORTED));
        assertThat(root.resolve("host")).isEmptyDirectory();
    }

    @Test
    void theApplicationIsOwedACallWhereItWantsToBeTold() throws IOException {
        make(settings("told"), true);
        make(settings("untold"), false);

        assertThat(isReloadOwed(settings("told"))).isTrue();
        assertThat(isReloadOwed(settings("untold"))).isFalse();
    }

    private static boolean isReloadOwed(RepositorySettings settings) throws IOException {
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            return new ReloadNote(repository).isOwed();
        }
    }

    @Test
    void onlyACloneOfOursIsKnownAsOurs() throws IOException {
        make(settings("ours"), false);
        NativeGit.clone(remote.directory().toString(), root.resolve("host/theirs"));

        assertThat(FirstClone.hasMade(GitDirectory.find(settings("ours").path()).orElseThrow()))
                .isTrue();
        assertThat(FirstClone.hasMade(
                        GitDirectory.find(settings("theirs").path()).orElseThrow()))
                .isFalse();
    }

    @Test
    void aSweepRemovesWhatAKilledRunLeftBesideAndInTheClone() throws IOException {
        RepositorySettings settings = settings("data");
        make(settings, false);
        Files.createDirectories(stageBeside(settings).resolve("clone/.git"));
        Files.createDirectories(GitDirectory.stageIn(settings.path()).resolve("clone/.git"));

        FirstClone.sweep(settings);

        assertCloned(settings);
    }

    /** The folder in which a clone is made has a name that no person has given, and is gone after a failure. */
    @Test
    void aFailureNamesThePathOfTheConfiguration() {
        Path stage = Path.of("/srv/.data.reconciler-clone/clone");
        RepositorySettings settings = TestRepositories.settings(Path.of("/srv/data"), "https://host/data.git");
        RefusedException found = new RefusedException(ErrorType.REPOSITORY_CORRUPT, stage + ": an object is missing");

        RefusedException told = FirstClone.nameConfiguredPath(found, stage, settings);

        assertThat(told.type()).isEqualTo(ErrorType.REPOSITORY_CORRUPT);
        assertThat(told)
                .hasMessageContainingAll("the clone of https://host/data.git", "left: /srv/data: an object is missing");
        RefusedException other = new RefusedException(ErrorType.UNSUPPORTED, "sub is a submodule");
        assertThat(FirstClone.nameConfiguredPath(other, stage, settings)).isSameAs(other);
    }
}
