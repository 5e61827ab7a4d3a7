package dev.reconciler.git.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.file.DiskSync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YoungObjectsTest {
    @TempDir
    Path directory;

    private final DiskSync syncs = new DiskSync();
    private Path objects;

    @BeforeEach
    void aRepository() throws IOException {
        objects = Files.createDirectories(directory.toRealPath().resolve("data/objects"));
    }

    @Test
    void whatTheApplicationHasWrittenIsSynced() throws IOException {
        Path object = writeObject(objects);
        Path pack = Files.createDirectory(objects.resolve("pack"));

        YoungObjects.addTo(syncs, objects);

        assertThat(syncs.isPending(object)).isTrue();
        assertThat(syncs.isPending(object.getParent())).isTrue();
        assertThat(syncs.isPending(objects)).isTrue();
        assertThat(syncs.isPending(pack)).isFalse();
    }

    @Test
    void whatIsYoungInARepositoryThatIsBorrowedFromIsSyncedToo() throws IOException {
        Path lender = Files.createDirectories(directory.toRealPath().resolve("lender/objects"));
        Path itsLender = Files.createDirectories(directory.toRealPath().resolve("first/objects"));
        borrow(objects, "# made by git clone --shared\n\n" + lender + "\n" + directory.resolve("gone") + "\n");
        borrow(lender, "../../first/objects\n");
        // A loop, as git takes it.
        borrow(itsLender, objects + "\n");
        Path lent = writeObject(lender);
        Path lentTwice = writeObject(itsLender);

        YoungObjects.addTo(syncs, objects);

        assertThat(syncs.isPending(lent)).isTrue();
        assertThat(syncs.isPending(lentTwice)).isTrue();
    }

    private static void borrow(Path objects, String alternates) throws IOException {
        Files.createDirectories(objects.resolve("info"));
        Files.writeString(objects.resolve("info/alternates"), alternates);
    }

    private static Path writeObject(Path objects) throws IOException {
        Path folder = Files.createDirectories(objects.resolve("ab"));
        return Files.writeString(folder.resolve("c".repeat(38)), "object");
    }
}
