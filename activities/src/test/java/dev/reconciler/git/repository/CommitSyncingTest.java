package dev.reconciler.git.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.settings.GitSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitSyncingTest {
    /** As GIT_TRACE2_PERF counts git's calls of fsync. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    committed,reference         | true
                    all                         | true
                    objects, reference          | true
                    -all,comm,ref               | true
                    all,-loose-object           | true
                    all,-reference              | true
                    all,none                    | true
                    Objects,reference           | false
                    objects ,reference          | false
                    added reference             | false
                    committed                   | false
                    reference                   | false
                    committed,-loose-object     | false
                    none                        | false
                    pack,index                  | false
                    """)
    void commitsAreSyncedWhereGitSyncsObjectsAndRefs(String components, boolean isSynced) {
        GitSettings settings =
                GitSettings.parse("[core]\n fsync = " + components + "\n").orElseThrow();

        assertThat(CommitSyncing.isSynced(settings)).isEqualTo(isSynced);
    }

    @Test
    void theSettingOfOlderGitsCountsWhereThereIsNoOther() {
        assertThat(CommitSyncing.isSynced(
                        GitSettings.parse("[core]\n fsyncObjectFiles\n").orElseThrow()))
                .isTrue();
        assertThat(CommitSyncing.isSynced(GitSettings.parse("").orElseThrow())).isFalse();
    }

    @Test
    void aCloneIsWarnedOfUntilItIsMended(@TempDir Path directory) {
        NativeGit git = NativeGit.init(directory);
        assertThat(CommitSyncing.findWarning(directory))
                .hasValueSatisfying(warning -> assertThat(warning).contains("config core.fsync committed,reference"));

        git.run("config", "core.fsync", "committed,reference");

        assertThat(CommitSyncing.findWarning(directory)).isEmpty();
        assertThat(CommitSyncing.findWarning(directory.resolve("none"))).isEmpty();
    }
}
