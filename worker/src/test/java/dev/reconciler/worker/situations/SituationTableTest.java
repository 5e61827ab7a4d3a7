package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table itself: its rows have names of their own and fit what they expect. */
class SituationTableTest {
    private static final Set<String> SETTLED =
            Set.of("in-sync", "fast-forwarded", "pushed-ahead", "rebased", "rewound");
    private static final Set<String> ERRORS = Set.of(
            "RepositoryMissing",
            "RepositoryCorrupt",
            "BranchMissing",
            "UnrelatedHistories",
            "WorkTreeDirty",
            "RepositoryBusy",
            "PushRejected",
            "AccessDenied",
            "Unsupported");

    @Test
    void namesAreUnique() {
        assertThat(Situation.all())
                .extracting(Situation::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(80);
    }

    @Test
    void everyOutcomeAndEveryErrorTypeOfARunIsThere() {
        assertThat(Situation.all())
                .extracting(Situation::expect)
                .containsAll(ERRORS)
                .containsAll(SETTLED)
                .contains("conflict-escaped", "fetch-failed", "push-failed");
    }

    @TestFactory
    Stream<DynamicTest> exitStatusFitsTheOutcome() {
        return Situation.all().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.name(), () -> assertThat(row.exit()).isEqualTo(exitOf(row.expect()))));
    }

    private static int exitOf(String expect) {
        if (SETTLED.contains(expect)) {
            return 0;
        }
        return expect.equals("conflict-escaped") ? 4 : expect.endsWith("-failed") ? 3 : 1;
    }
}
