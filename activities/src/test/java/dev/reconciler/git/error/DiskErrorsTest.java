package dev.reconciler.git.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.eclipse.jgit.errors.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskErrorsTest {
    private static final String FILE = "/srv/data/.git/objects/tmp";

    private static GitException sorted(Throwable error) {
        return DiskErrors.sortByActor(error).orElseThrow();
    }

    private static ErrorType typeOf(Throwable error) {
        return ((RefusedException) sorted(error)).type();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    No space left on device       | make room
                    Disk quota exceeded           | quota
                    Read-only file system         | mount
                    Operation not permitted       | user that runs
                    Too many open files           | ulimit -n
                    Too many open files in system | file-max
                    Stale file handle             | mount
                    Input/output error            | log
                    File too large                | ulimit -f
                    No such device                | still there
                    Device or resource busy       | mounted
                    Structure needs cleaning      | fsck
                    Transport endpoint is not connected | mount it anew
                    Connection timed out          | server
                    Host is down                  | server
                    """)
    void whatTheDiskRefusesIsToldWithWhatToDo(String words, String advice) {
        IOException error = new FileSystemException(FILE, null, words);

        assertThat(sorted(error))
                .isInstanceOf(DiskErrorException.class)
                .hasMessageContaining(advice)
                .hasMessageContaining(FILE)
                .hasCause(error);
    }

    @Test
    void whatIsNotOursToReadOrWriteIsToldToo() {
        assertThat(sorted(new AccessDeniedException(FILE)))
                .isInstanceOf(DiskErrorException.class)
                .hasMessageContaining(FILE)
                .hasMessageContaining("user that runs");
    }

    /** Java has the words of the C library, in the language of the process. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theWordsOfTheSystemAreLookedUpByTheirNumber() {
        assertThat(SystemWords.of(28)).isPresent();
        assertThat(DiskFault.find("write: " + SystemWords.of(28).orElseThrow())).contains(DiskFault.FULL);
    }

    /** Those of a file system from elsewhere were defects of this program. */
    @ParameterizedTest
    @ValueSource(
            strings = {"File name too long", "Invalid argument", "Invalid or incomplete multibyte or wide character"})
    void aNameThatTheFileSystemCannotTakeIsUnsupported(String words) {
        assertThat(typeOf(new FileSystemException("/mnt/usb/data/12:30.txt", null, words)))
                .isEqualTo(ErrorType.UNSUPPORTED);
    }

    /** The library wraps what the disk says: without its causes the error was taken for a defect of the program. */
    @Test
    void theDisksErrorIsFoundBelowOthers() {
        Exception wrapped =
                new IllegalStateException("cannot write", new IOException("pack", new AccessDeniedException(FILE)));

        assertThat(sorted(wrapped)).isInstanceOf(DiskErrorException.class).hasMessageContaining(FILE);
    }

    /** The library deletes the target and renames again: what the second try says is that there was nothing to delete. */
    @Test
    void theDisksErrorIsFoundWhereTheLibraryHasTriedAgain() {
        IOException again = new NoSuchFileException(FILE);
        again.addSuppressed(new FileSystemException(FILE, null, "No space left on device"));

        assertThat(sorted(new IOException("Could not rename file " + FILE, again)))
                .isInstanceOf(DiskErrorException.class)
                .hasMessageContaining("make room");
    }

    /** Java's older calls say that they could not, and not why. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Could not rename file /a to /b",
                "Cannot create directory /srv/data.git/logs/refs/notes",
                "Creating directories for /srv/data.git/objects/ab failed",
                "Cannot move pack to /srv/data.git/objects/pack/pack-1.pack",
                "Could not delete file /srv/data.git/x"
            })
    void whatTheLibraryCouldNotDoWithAFileIsTheDisks(String words) {
        assertThat(sorted(new IOException(words)))
                .isInstanceOf(DiskErrorException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("full, read-only");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsNotPermittedIsToldInAnyLanguage() {
        assertThat(DiskErrors.saysForbidden(SystemWords.of(13).orElseThrow())).isTrue();
        assertThat(DiskErrors.saysForbidden("Permission denied")).isTrue();
        assertThat(DiskErrors.saysForbidden("Address already in use")).isFalse();
    }

    @Test
    void aConnectionOfAProgramThatFailsIsNotTheDisks() {
        assertThat(DiskErrors.adviseByWords("dial tcp 192.0.2.1:443: connection timed out"))
                .isEmpty();
        assertThat(DiskErrors.adviseByWords("write: No space left on device")).isPresent();
    }

    @Test
    void anErrorOfSomethingElseIsNotTheDisks() {
        assertThat(DiskErrors.sortByActor(new NoSuchFileException(FILE))).isEmpty();
        assertThat(DiskErrors.sortByActor(new IllegalStateException("No space left on device")))
                .isEmpty();
        assertThat(DiskErrors.sortByActor(new IOException())).isEmpty();
        assertThat(DiskErrors.sortByActor(new SocketException("Permission denied (connect failed)")))
                .isEmpty();
        assertThat(DiskErrors.sortByActor(new IOException("Connection timed out")))
                .isEmpty();
        assertThat(DiskErrors.sortByActor(new TransportException("remote: No space left on device")))
                .isEmpty();
        assertThat(DiskErrors.sortByActor(new IOException("Cannot run program \"ssh\": error=13, Permission denied")))
                .isEmpty();
    }
}
