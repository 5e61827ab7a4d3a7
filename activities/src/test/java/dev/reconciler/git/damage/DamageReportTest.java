package dev.reconciler.git.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.reconciler.git.error.DiskErrorException;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ErrorType;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A remote with two commits, the older one with the file {@code dir/old}, and a clone of it with loose objects. */
class DamageReportTest {
    @TempDir
    Path root;

    private NativeGit remote;
    private NativeGit git;
    private ObjectId blob;

    @BeforeEach
    void draw() {
        remote = NativeGit.init(root.resolve("remote"));
        remote.commit("dir/old", "old\n");
        remote.run("rm", "-q", "-r", "dir");
        remote.commit("new", "new\n");
        git = NativeGit.clone(remote.directory().toString(), root.resolve("data"), "--no-hardlinks");
        blob = ObjectId.fromString(git.run("rev-parse", "main~1:dir/old"));
    }

    private Path file(ObjectId object) {
        String name = object.name();
        return git.directory()
                .resolve(".git/objects")
                .resolve(name.substring(0, 2))
                .resolve(name.substring(2));
    }

    private Optional<GitException> explain(Throwable error) throws IOException {
        try (Repository repository = open()) {
            return DamageReport.explain(repository, error);
        }
    }

    private Repository open() throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(git.directory().resolve(".git").toFile())
                .build();
    }

    private static EOFException withoutName() {
        return new EOFException("Short read of block.");
    }

    @Test
    void whereEveryObjectIsSoundNothingIsToBlame() throws IOException {
        assertThat(explain(withoutName())).isEmpty();
    }

    @Test
    void aMissingObjectIsFoundWithItsPathAndComesBackAsTheMessageSays() throws IOException {
        Files.delete(file(blob));

        RefusedException found = (RefusedException) explain(withoutName()).orElseThrow();

        assertThat(found.type()).isEqualTo(ErrorType.REPOSITORY_CORRUPT);
        assertThat(found)
                .hasMessageContaining("the blob (dir/old) " + blob.name() + " is missing; git fetch --refetch brings");
        git.run("fetch", "-q", "--refetch");
        git.fsck();
    }

    @Test
    void anObjectThatIsCutShortComesBackOnceItsFileIsGone() throws IOException {
        Files.setPosixFilePermissions(file(blob), PosixFilePermissions.fromString("rw-r--r--"));
        Files.write(file(blob), new byte[] {0x78});

        assertThat(explain(withoutName()).orElseThrow())
                .hasMessageContaining(blob.name() + " can't be read")
                .hasMessageContaining("remove " + file(blob) + ", then git fetch --refetch");

        Files.delete(file(blob));
        git.run("fetch", "-q", "--refetch");
        git.fsck();
    }

    /** It was called broken, with the advice to remove its file, by which a disk's hiccup would have lost it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void anObjectThatTheDiskCanNotReadIsNotCalledBroken() throws IOException {
        Files.delete(file(blob));
        // Reading there is an input/output error.
        Files.createSymbolicLink(file(blob), Path.of("/proc/self/mem"));

        assertThat(explain(withoutName()).orElseThrow())
                .isInstanceOf(DiskErrorException.class)
                .hasMessageContaining("system's log");
    }

    @Test
    void anObjectThatTheUserMayNotReadIsNamed() throws IOException {
        assumeThat(System.getProperty("user.name")).as("root reads everything").isNotEqualTo("root");
        Files.setPosixFilePermissions(file(blob), PosixFilePermissions.fromString("---------"));

        assertThat(explain(withoutName()).orElseThrow())
                .isInstanceOf(DiskErrorException.class)
                .hasMessageContaining(file(blob).toString());
    }

    @Test
    void aPackWhoseBytesWereFlippedIsFoundByTheObjectInIt() throws IOException {
        git.run("repack", "-a", "-d", "-q");
        ObjectId tip = git.id("main");
        try (Stream<Path> files = Files.list(git.directory().resolve(".git/objects/pack"))) {
            Path pack = files.filter(file -> file.toString().endsWith(".pack"))
                    .findFirst()
                    .orElseThrow();
            Files.setPosixFilePermissions(pack, PosixFilePermissions.fromString("rw-r--r--"));
            byte[] bytes = Files.readAllBytes(pack);
            // Behind the header of twelve bytes, and before the checksum of twenty.
            for (int i = 14; i < bytes.length - 20; i++) {
                bytes[i] ^= 0x55;
            }
            Files.write(pack, bytes);
        }

        assertThat(explain(withoutName()).orElseThrow()).hasMessageContaining(tip.name());
    }

    @Test
    void anAlternateThatIsGoneIsNamed() throws IOException {
        git = NativeGit.clone(remote.directory().toString(), root.resolve("shared"), "--shared");
        ObjectId tip = git.id("main");
        Files.move(remote.directory(), root.resolve("away"));

        assertThat(explain(withoutName()).orElseThrow())
                .hasMessageContaining(tip.name() + " is missing")
                .hasMessageContaining("objects/info/alternates names " + remote.directory());
    }

    @Test
    void alternatesThatAreNoPathHereDoNotHideWhatIsMissing() throws IOException {
        Files.delete(file(blob));
        Path alternates = git.directory().resolve(".git/objects/info/alternates");
        Files.createDirectories(alternates.getParent());
        Files.write(alternates, new byte[] {'/', (byte) 0xe9, '\n', 'a', 0, 'b', '\n'});

        assertThat(explain(withoutName()).orElseThrow()).hasMessageContaining(blob.name() + " is missing");
    }

    /** An old hole elsewhere is not what the library ran into. */
    @Test
    void theObjectThatTheErrorNamesComesBeforeAnyOther() throws IOException {
        ObjectId tree = git.id("main~1^{tree}");
        Files.delete(file(tree));
        Files.delete(file(blob));

        assertThat(explain(new MissingObjectException(blob, "blob")).orElseThrow())
                .hasMessageContaining("the object " + blob.name() + " is missing");
    }

    @Test
    void anObjectOfTheRemoteThatWasRefusedIsNotMissingHere() throws IOException {
        ObjectId refused = ObjectId.fromString("1".repeat(40));

        assertThat(explain(new CorruptObjectException(refused, "has a hostile path")))
                .isEmpty();
    }

    @Test
    void whatTheLibraryThrowsOfAnEmptyObjectIsOfObjectsAndABrokenConnectionIsNot() throws IOException {
        ObjectId tip = git.id("main");
        Files.delete(file(tip));
        Files.createFile(file(tip));

        try (Repository repository = open();
                RevWalk walk = new RevWalk(repository)) {
            assertThatThrownBy(() -> walk.parseCommit(tip)).matches(DamageReport::isOfObjects);
        }
        assertThat(DamageReport.isOfObjects(withoutName())).isFalse();
    }
}
