package dev.reconciler.git.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forgotten of a long journal, and what is not. */
class TipJournalTest {
    private static final int MOST = 20;

    @TempDir
    Path root;

    private RepositorySettings settings;
    private Path file;

    @BeforeEach
    void makeRepository() throws IOException {
        NativeGit.initBare(root.resolve("data.git"));
        settings = TestRepositories.settings(root.resolve("data.git"), root.resolve("remote"));
        file = Files.createDirectories(root.resolve("data.git/reconciler")).resolve("main.tips");
    }

    private static ObjectId id(int number) {
        return ObjectId.fromString("%040x".formatted(number + 1));
    }

    private static String line(String kind, int number, int daysAgo) {
        return kind + " " + id(number).name() + " "
                + Instant.now().minus(daysAgo, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS) + "\n";
    }

    @Test
    void oldLinesBeyondTheNewestAreForgottenButNotWhatTheBranchLeft() throws IOException {
        StringBuilder old = new StringBuilder(line("kept", 900, 400)).append("no line\n");
        for (int i = 0; i < 30; i++) {
            old.append(line("remote", i, i < 20 ? 200 : 10));
        }
        Files.writeString(file, old);

        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            TipJournal journal = new TipJournal(repository, MOST);
            journal.addRemote(id(500));

            assertThat(journal.remoteTips())
                    .extracting(TipJournal.SeenTip::commit)
                    .hasSize(MOST)
                    .startsWith(id(11))
                    .endsWith(id(500));
        }
        RepositorySettings other = new RepositorySettings(
                settings.id(),
                settings.path(),
                settings.remoteUrl(),
                settings.remoteName(),
                new BranchName("other"),
                settings.bare(),
                settings.credentials(),
                settings.identity());
        try (DataRepository repository = DataRepository.open(other).orElseThrow()) {
            assertThat(new TipJournal(repository).listKeptByOthers()).containsExactly(id(900));
        }
    }

    @Test
    void noLineOfTheLastMonthsIsForgotten() throws IOException {
        StringBuilder young = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            young.append(line("local", i, 80));
        }
        Files.writeString(file, young);

        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            TipJournal journal = new TipJournal(repository, MOST);
            for (int i = 100; i < 110; i++) {
                journal.addLocal(id(i));
            }

            assertThat(journal.localTips()).hasSize(70);
        }
    }
}
