package dev.reconciler.git.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskErrorsTest {
    private static final String FILE = "/srv/data/.git/objects/tmp";

    private static GitException sorted(Throwable error) {
        return DiskErrors.sortByActor(error).orElseThrow();
    }

    private static ErrorType typeOf(Throwable error) {
        return ((RefusedException) sorted(error)).type();
    }

    /** As a refusal it would end the run at once, and who makes room would have to start one. */
    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded"})
    void aFullDiskIsWaitedFor(String words) {
        IOException error = new FileSystemException(FILE, null, words);

        assertThat(sorted(error))
                .isInstanceOf(RemoteUnavailableException.class)
                .hasMessageContaining("make room")
                .hasMessageContaining(FILE)
                .hasCause(error);
    }

    @Test
    void whatIsNotOursToReadOrWriteIsAMatterOfTheConfiguration() {
        assertThat(typeOf(new AccessDeniedException(FILE))).isEqualTo(ErrorType.CONFIGURATION);
        assertThat(typeOf(new FileSystemException(FILE, null, "Read-only file system")))
                .isEqualTo(ErrorType.CONFIGURATION);
        assertThat(sorted(new AccessDeniedException(FILE))).hasMessageContaining(FILE);
    }

    @Test
    void aNameThatTheFileSystemCannotTakeIsUnsupported() {
        assertThat(typeOf(new FileSystemException("a".repeat(300), null, "File name too long")))
                .isEqualTo(ErrorType.UNSUPPORTED);
    }

    /** The library wraps what the disk says: without its causes the error was taken for a defect of the program. */
    @Test
    void theDisksErrorIsFoundBelowOthers() {
        Exception wrapped =
                new IllegalStateException("cannot write", new IOException("pack", new AccessDeniedException(FILE)));

        assertThat(typeOf(wrapped)).isEqualTo(ErrorType.CONFIGURATION);
    }

    @Test
    void anErrorOfSomethingElseIsNotTheDisks() {
        assertThat(DiskErrors.sortByActor(new NoSuchFileException(FILE))).isEmpty();
        assertThat(DiskErrors.sortByActor(new IllegalStateException("No space left on device")))
                .isEmpty();
        assertThat(DiskErrors.sortByActor(new IOException())).isEmpty();
    }
}
