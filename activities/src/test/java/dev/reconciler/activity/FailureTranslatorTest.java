package dev.reconciler.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FailureTypes;
import dev.reconciler.contract.LeaseInForce;
import dev.reconciler.git.error.LeaseHeldException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.model.BoundedText;
import dev.reconciler.model.ErrorType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Temporal refuses a failure of megabytes, and keeps each one for as long as the history. */
class FailureTranslatorTest {
    private static final String WORDS = "head " + "\u00e9\"".repeat(1 << 19) + " tail";
    private static final String PATHS = IntStream.range(0, 100_000)
            .mapToObj(number -> "folder/file-" + number)
            .collect(Collectors.joining(", ", "head ", " tail"));
    private static final String LONG_PATH = "head " + "folder/".repeat(600) + " tail";

    static Stream<Map.Entry<String, Throwable>> whoseWordsAreLong() {
        return Stream.of(
                Map.entry("a hook", new RefusedException(ErrorType.PUSH_REJECTED, WORDS)),
                Map.entry("a page of a proxy", new RefusedException(ErrorType.ACCESS_DENIED, WORDS)),
                Map.entry("the banner of a server of ssh", new RemoteUnavailableException(WORDS)),
                Map.entry("a signing program", new RefusedException(ErrorType.CONFIGURATION, WORDS)),
                Map.entry("a filter", new RefusedException(ErrorType.UNSUPPORTED, WORDS)),
                Map.entry("a path of 4,000 letters", new RefusedException(ErrorType.UNSUPPORTED, LONG_PATH)),
                Map.entry("100,000 paths", new RefusedException(ErrorType.WORK_TREE_DIRTY, PATHS)),
                Map.entry("a lock file", new RepositoryBusyException(WORDS)),
                Map.entry("a name that can't be written", new InvalidPathException(WORDS, "unmappable")),
                Map.entry("a full disk", new FileSystemException(WORDS, null, "No space left on device")),
                Map.entry("a library", new IOException(WORDS, new IllegalStateException(WORDS))),
                Map.entry("the virtual machine", new ExceptionInInitializerError(WORDS)));
    }

    @Test
    void aStepThatIsInterruptedWhileItReadsAFileIsNoDefect() {
        ApplicationFailure failure = FailureTranslator.translate(
                new ClosedByInterruptException(), new FailureDetails(0, null), SecretScrubber.none());

        assertThat(failure.getType()).isEqualTo(FailureTypes.REPOSITORY_BUSY);
    }

    @Test
    void anotherRunThatHoldsTheRepositoryIsToldFromAnotherProgram() {
        assertThat(isHeldByRun(RepositoryBusyException.heldByRun("another run is at work")))
                .isTrue();
        assertThat(isHeldByRun(new RepositoryBusyException("index.lock is held")))
                .isFalse();
    }

    private static boolean isHeldByRun(RepositoryBusyException busy) {
        ApplicationFailure failure =
                FailureTranslator.translate(busy, new FailureDetails(0, null), SecretScrubber.none());
        assertThat(failure.getType()).isEqualTo(FailureTypes.REPOSITORY_BUSY);
        return failure.getDetails().get(0, FailureDetails.class).heldByRun();
    }

    @Test
    void aLeaseIsNamedToAWorkflowThatKnowsLeasesAndIsALockForAnEarlierOne() {
        Instant end = Instant.parse("2026-11-27T10:00:00Z");

        ApplicationFailure failure = FailureTranslator.translate(
                new LeaseHeldException("app", end), new FailureDetails(0, null), SecretScrubber.none());

        assertThat(failure.getType()).isEqualTo(FailureTypes.REPOSITORY_BUSY);
        assertThat(failure.getOriginalMessage()).contains("lease of app", "2026-11-27T10:00:00Z");
        assertThat(failure.getDetails().get(0, FailureDetails.class).lease()).isEqualTo(new LeaseInForce("app", end));
    }

    @ParameterizedTest
    @MethodSource("whoseWordsAreLong")
    void whatEntersTemporalHasItsBeginningAndItsEnd(Map.Entry<String, Throwable> source) {
        FailureDetails details = new FailureDetails(1, null);
        ApplicationFailure failure = source.getValue() instanceof Exception error
                ? FailureTranslator.translate(error, details, SecretScrubber.none())
                : FailureTranslator.translateDefect(source.getValue(), details, SecretScrubber.none());

        String message = failure.getOriginalMessage();
        assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(BoundedText.LIMIT);
        assertThat(message).contains("head ", "bytes left out").doesNotEndWith("bytes left out ...]\n");
        Failure written = DefaultDataConverter.STANDARD_INSTANCE.exceptionToFailure(failure);
        // Most of it is the trace, which names lines of code and quotes nobody.
        assertThat(written.getSerializedSize()).isLessThan(8 * BoundedText.LIMIT);
        assertThat(written.hasCause()).isFalse();
    }
}
