package dev.reconciler.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.ReplayAnswer.ReplayStatus;
import dev.reconciler.model.BoundedText;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileError;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.ReloadResponse;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer or a result is kept in the history: whatever it quotes is short. */
class BoundedAnswersTest {
    private static final String WORDS = "x".repeat(1 << 20);
    private static final String PATHS = IntStream.range(0, 100_000)
            .mapToObj(number -> "folder/file-" + number)
            .collect(Collectors.joining(", "));

    static Stream<Map.Entry<String, Object>> whatQuotesOthers() {
        return Stream.of(
                Map.entry(
                        "a conflict of 100,000 paths", new ReplayAnswer(ReplayStatus.CONFLICT, null, 0, false, PATHS)),
                Map.entry(
                        "the subject of a commit of 1 MiB",
                        new ReplayAnswer(ReplayStatus.CONFLICT, null, 0, false, WORDS)),
                Map.entry("the application's answer", new ReloadAnswer(false, WORDS, new ReloadResponse(500, WORDS))),
                Map.entry("an error", new ReconcileError(ErrorType.PUSH_REJECTED, WORDS)),
                Map.entry(
                        "a result",
                        ReconcileResult.failedUnseen(
                                new RepositoryId("data"),
                                new BranchName("main"),
                                Trigger.MANUAL,
                                ErrorType.PUSH_REJECTED,
                                WORDS)));
    }

    @ParameterizedTest
    @MethodSource("whatQuotesOthers")
    void isShortInTheHistory(Map.Entry<String, Object> quoting) {
        int bytes = DefaultDataConverter.STANDARD_INSTANCE
                .toPayload(quoting.getValue())
                .orElseThrow()
                .getSerializedSize();

        // A result has its message twice, once as the error's.
        assertThat(bytes).isBetween(BoundedText.LIMIT / 2, 3 * BoundedText.LIMIT);
    }
}
