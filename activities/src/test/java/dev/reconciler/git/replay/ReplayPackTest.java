package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayPackTest {
    @TempDir
    Path root;

    private NativeGit git;
    private Repository repository;

    @BeforeEach
    void open() throws IOException {
        git = NativeGit.init(root.resolve("data"));
        git.commit("base.txt", "base\n");
        repository = new FileRepositoryBuilder()
                .setWorkTree(git.directory().toFile())
                .build();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void whatIsPublishedSurvivesAGarbageCollectionUntilItIsLetGo() throws IOException {
        ObjectId id;
        try (ReplayPack pack = ReplayPack.open(repository)) {
            id = insertBlob(pack, "new");
            try (ReplayPack.PublishedPacks kept = pack.publish(new DiskSync())) {
                collect();
                assertThat(isReadableByGit(id)).isTrue();
            }
        }
        collect();
        assertThat(isReadableByGit(id)).isFalse();
    }

    @Test
    void whatExistsAsGarbageIsWrittenAgain() throws IOException {
        Files.writeString(root.resolve("garbage"), "garbage");
        ObjectId id = ObjectId.fromString(
                git.run("hash-object", "-w", root.resolve("garbage").toString()));
        try (ReplayPack pack = ReplayPack.open(repository)) {
            assertThat(insertBlob(pack, "garbage")).isEqualTo(id);
            try (ReplayPack.PublishedPacks kept = pack.publish(new DiskSync())) {
                collect();
                assertThat(isReadableByGit(id)).isTrue();
            }
        }
    }

    @Test
    void nothingIsSeenBeforeItIsPublished() throws IOException {
        try (ReplayPack pack = ReplayPack.open(repository)) {
            ObjectId id = insertBlob(pack, "new");
            assertThat(isReadableByGit(id)).isFalse();
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void noKeepOrFolderStaysBehind() throws IOException {
        try (ReplayPack pack = ReplayPack.open(repository)) {
            insertBlob(pack, "new");
            pack.publish(new DiskSync()).close();
        }
        assertThat(leftovers()).isEmpty();
        git.fsck();
    }

    @Test
    void anEmptyReplayPublishesNoPack() throws IOException {
        try (ReplayPack pack = ReplayPack.open(repository)) {
            pack.publish(new DiskSync()).close();
        }
        assertThat(leftovers()).isEmpty();
        assertThat(listFiles(packs(), ".pack")).isEmpty();
    }

    @Test
    void aSweepTakesWhatAKilledReplayLeft() throws IOException {
        ReplayPack killedBefore = ReplayPack.open(repository);
        insertBlob(killedBefore, "one");
        ReplayPack killedAfter = ReplayPack.open(repository);
        insertBlob(killedAfter, "two");
        killedAfter.publish(new DiskSync());
        assertThat(leftovers()).isNotEmpty();

        ReplayPack.sweep(repository);

        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aSweepLeavesTheKeepOfAnotherProgram() throws IOException {
        git.run("repack", "-q", "-a", "-d");
        Path pack = listFiles(packs(), ".pack").get(0);
        Path keep = Path.of(pack.toString().replace(".pack", ".keep"));
        Files.writeString(keep, "mine");

        ReplayPack.sweep(repository);

        assertThat(keep).hasContent("mine");
    }

    private static ObjectId insertBlob(ReplayPack pack, String content) throws IOException {
        return pack.inserter().insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isReadableByGit(ObjectId id) {
        return git.attempt("cat-file", "-e", id.name()).status() == 0;
    }

    private void collect() {
        git.run("gc", "-q", "--prune=now");
    }

    private Path packs() {
        return git.directory().resolve(".git/objects/pack");
    }

    private List<Path> leftovers() throws IOException {
        List<Path> folders = listFiles(packs().resolveSibling("."), "").stream()
                .filter(path -> path.getFileName().toString().startsWith("reconciler"))
                .collect(Collectors.toList());
        folders.addAll(listFiles(packs(), ".keep"));
        return folders;
    }

    private static List<Path> listFiles(Path directory, String ending) throws IOException {
        try (Stream<Path> entries = Files.list(directory.normalize())) {
            return entries.filter(path -> path.toString().endsWith(ending)).collect(Collectors.toList());
        }
    }
}
