package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The files of the situations themselves. */
class SituationFilesTest {
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
                .extracting(situation -> situation.first().verdict())
                .containsAll(Set.of(
                        "RepositoryMissing",
                        "RepositoryCorrupt",
                        "BranchMissing",
                        "UnrelatedHistories",
                        "WorkTreeDirty",
                        "RepositoryBusy",
                        "PushRejected",
                        "AccessDenied",
                        "Unsupported"))
                .containsAll(Set.of("in-sync", "fast-forwarded", "pushed-ahead", "rebased", "rewound"))
                .contains("conflict-escaped", "fetch-failed", "push-failed");
    }
}
