package dev.reconciler.git.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is held open, and one beside it to which somebody leads its name by a link. */
class SecureFolderTest {
    @TempDir
    Path directory;

    private Path path;
    private Path outside;
    private SecureFolder folder;

    @BeforeEach
    void open() throws IOException {
        path = Files.createDirectory(directory.resolve("folder"));
        outside = Files.createDirectory(directory.resolve("outside"));
        folder = SecureFolder.open(path);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    private void swapForALink() throws IOException {
        Files.move(path, directory.resolve("moved"));
        Files.createSymbolicLink(path, outside);
    }

    private static void writeTo(SecureFolder folder, String name) throws IOException {
        try (OutputStream out = folder.createFile(name, false)) {
            out.write("new\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatIsWrittenStaysInTheFolderThatIsHeld() throws IOException {
        swapForALink();

        writeTo(folder, "first");
        folder.rename("first", folder, "file");

        assertThat(directory.resolve("moved/file")).hasContent("new");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aFolderOrLinkThatWouldBeMadeElsewhereIsNotMade() throws IOException {
        swapForALink();
        LinkTarget target = LinkTarget.of(new byte[] {'x'}).orElseThrow();

        assertThatThrownBy(() -> folder.createFolder("made"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("was moved or replaced");
        assertThatThrownBy(() -> folder.createLink("made", target)).hasMessageContaining("was moved or replaced");

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aLinkToAFolderIsNoFolder() throws IOException {
        Files.createSymbolicLink(path.resolve("link"), outside);
        Files.createFile(outside.resolve("kept"));

        assertThat(folder.openChild("link")).isEmpty();
        assertThat(folder.isFolder("link")).isFalse();
        assertThat(folder.isFree("link")).isFalse();
        folder.deleteAll("link");

        assertThat(path.resolve("link")).doesNotExist();
        assertThat(outside.resolve("kept")).exists();
    }

    /** To open it waits for a writer, for ever. */
    @Test
    void aNamedPipeIsNoFolder() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", path.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(folder.openChild("pipe")).isEmpty();
    }

    @Test
    void aFileThatIsThereIsNotWrittenOver() throws IOException {
        writeTo(folder, "file");

        assertThatThrownBy(() -> writeTo(folder, "file")).isInstanceOf(FileAlreadyExistsException.class);
        Files.createSymbolicLink(path.resolve("link"), outside.resolve("target"));
        assertThatThrownBy(() -> writeTo(folder, "link")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void onlyFoldersWithoutAnyFileAreDeletedAsEmpty() throws IOException {
        Files.createDirectories(path.resolve("empty/of/folders"));
        Files.createDirectories(path.resolve("used/of/folders"));
        Files.createFile(path.resolve("used/of/file"));

        folder.deleteEmptyFolders("empty");
        assertThatThrownBy(() -> folder.deleteEmptyFolders("used")).isInstanceOf(DirectoryNotEmptyException.class);

        assertThat(path.resolve("empty")).doesNotExist();
        assertThat(path.resolve("used/of/file")).exists();
    }
}
