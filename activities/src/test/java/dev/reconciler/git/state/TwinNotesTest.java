package dev.reconciler.git.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notes on commits that need not exist, read again by native git. */
class TwinNotesTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String REF = "refs/notes/reconciler/main";

    @TempDir
    Path root;

    private NativeGit git;
    private DataRepository repository;

    @BeforeEach
    void open() throws IOException {
        git = NativeGit.init(root.resolve("data"));
        git.commit("f", "f\n");
        repository = DataRepository.open(TestRepositories.settings(git.directory(), root.resolve("remote")))
                .orElseThrow();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void aTwinIsFoundByItsOriginalAndShownByGit() throws IOException {
        note(1, 3, NOW);

        assertThat(find(id(2))).isEqualTo(twin(2));
        assertThat(find(id(4))).isEqualTo(ObjectId.zeroId());
        assertThat(git.run("notes", "--ref=reconciler/main", "show", id(3).name()))
                .isEqualTo("twin " + twin(3).name() + "\nat 2026-11-26T10:00:00Z");
        git.fsck();
    }

    @Test
    void theLastTwinCountsAndTheOthersStay() throws IOException {
        note(1, 2, NOW);
        write(Map.of(id(1), twin(9)), NOW.plusSeconds(1), TwinNotes.NoteBounds.USUAL);

        assertThat(find(id(1))).isEqualTo(twin(9));
        assertThat(find(id(2))).isEqualTo(twin(2));
        assertThat(git.run("rev-list", "--count", REF)).isEqualTo("1");
        assertThat(git.run("log", "-1", "--format=%b", REF)).startsWith("notes 2, 0 when last cleared");
    }

    @Test
    void aFewNotesAmongManyWriteFewFoldersAnew() throws IOException {
        note(1, 1_000, NOW);
        String folders = git.run("ls-tree", REF);
        note(1_001, 1_001, NOW);

        assertThat(folders.lines()).hasSizeGreaterThan(200).allMatch(line -> line.contains(" tree "));
        String again = git.run("ls-tree", REF);
        assertThat(again.lines().filter(line -> !folders.contains(line))).hasSize(1);
        assertThat(git.run("notes", "--ref=reconciler/main", "list").lines()).hasSize(1_001);
    }

    @Test
    void theNewestAreKeptHoweverOldAndTheYoungHoweverMany() throws IOException {
        TwinNotes.NoteBounds bounds = new TwinNotes.NoteBounds(20, Duration.ofDays(90));
        writeMany(1, 15, NOW.minus(Duration.ofDays(100)), bounds);
        writeMany(16, 21, NOW.minus(Duration.ofDays(95)), bounds);
        assertThat(git.run("notes", "--ref=reconciler/main", "list").lines()).hasSize(21);

        writeMany(22, 22, NOW, bounds);
        // A tenth more than twenty: the two oldest of 22 go.
        assertThat(git.run("notes", "--ref=reconciler/main", "list").lines()).hasSize(20);
        assertThat(find(id(16))).isEqualTo(twin(16));
        assertThat(find(id(22))).isEqualTo(twin(22));

        writeMany(23, 70, NOW, bounds);
        // All others of the last 90 days stay, and the older ones go.
        assertThat(git.run("notes", "--ref=reconciler/main", "list").lines()).hasSize(49);
        assertThat(find(id(16))).isEqualTo(ObjectId.zeroId());
        assertThat(git.run("log", "-1", "--format=%b", REF)).startsWith("notes 49, 49 when last cleared");
    }

    @Test
    void aNoteOfAPersonIsNoTwinAndStays() throws IOException {
        note(1, 2, NOW);
        git.run("notes", "--ref=reconciler/main", "add", "-f", "-m", "seen by Ann", id(1).name());
        note(3, 3, NOW);

        assertThat(find(id(1))).isEqualTo(ObjectId.zeroId());
        assertThat(git.run("notes", "--ref=reconciler/main", "show", id(1).name()))
                .isEqualTo("seen by Ann");
        assertThat(git.run("log", "-1", "--format=%b", REF)).startsWith("notes 3,");
    }

    @Test
    void notesThatAnotherProcessChangedMeanwhileAreNotOverwritten() throws IOException {
        note(1, 1, NOW);
        try (RepositoryLock lock = repository.lock();
                ObjectInserter inserter = repository.git().newObjectInserter();
                ObjectReader reader = inserter.newReader()) {
            TwinNotes notes = new TwinNotes(repository, reader);
            ObjectId late = notes.write(Map.of(id(2), twin(2)), NOW, inserter);
            inserter.flush();
            git.run("notes", "--ref=reconciler/main", "remove", id(1).name());

            assertThatThrownBy(() -> notes.publish(late)).isInstanceOf(RepositoryBusyException.class);
        }
        assertThat(git.run("notes", "--ref=reconciler/main", "list")).isEmpty();
    }

    private void note(int from, int to, Instant at) throws IOException {
        writeMany(from, to, at, TwinNotes.NoteBounds.USUAL);
    }

    private void writeMany(int from, int to, Instant at, TwinNotes.NoteBounds bounds) throws IOException {
        Map<ObjectId, ObjectId> twins = new LinkedHashMap<>();
        for (int i = from; i <= to; i++) {
            twins.put(id(i), twin(i));
        }
        write(twins, at, bounds);
    }

    private void write(Map<ObjectId, ObjectId> twins, Instant at, TwinNotes.NoteBounds bounds) throws IOException {
        // In one pack, as a replay writes them.
        ObjectDirectory database = (ObjectDirectory) repository.git().getObjectDatabase();
        try (RepositoryLock lock = repository.lock();
                ObjectInserter inserter = database.newPackInserter();
                ObjectReader reader = inserter.newReader()) {
            TwinNotes notes = new TwinNotes(repository, reader, bounds);
            ObjectId commit = notes.write(twins, at, inserter);
            inserter.flush();
            notes.publish(commit);
        }
    }

    private ObjectId find(ObjectId original) throws IOException {
        try (ObjectReader reader = repository.git().newObjectReader()) {
            return new TwinNotes(repository, reader).findTwin(original).orElse(ObjectId.zeroId());
        }
    }

    // Well spread, as ids of commits are.
    private static ObjectId id(int number) {
        return new ObjectInserter.Formatter().idFor(3, Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    private static ObjectId twin(int number) {
        return ObjectId.fromString(String.format("%040x", number));
    }
}
