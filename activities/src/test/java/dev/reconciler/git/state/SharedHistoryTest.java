package dev.reconciler.git.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedHistoryTest {
    private static final String URL = "https://git.example.org/data.git";

    @TempDir
    Path directory;

    private NativeGit git;
    private ObjectId first;
    private ObjectId second;
    private DataRepository repository;
    private SharedHistory history;

    @BeforeEach
    void aRepositoryWithTwoCommits() throws IOException {
        git = NativeGit.init(directory.resolve("data"));
        first = git.commit("a", "1");
        second = git.commit("a", "2");
        reopen();
    }

    private void reopen() throws IOException {
        reopen("https://bot:pw@git.example.org/data.git?token=t");
    }

    private void reopen(String url) throws IOException {
        if (repository != null) {
            repository.close();
        }
        repository = DataRepository.open(TestRepositories.settings(git.directory(), url))
                .orElseThrow();
        history = new SharedHistory(repository);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void theAgreedCommitIsSeededFromTheTrackingBranch() throws IOException {
        git.run("update-ref", "refs/remotes/origin/main", first.name());

        history.recordRemoteTip(second);

        assertThat(history.agreed()).contains(first);
        assertThat(history.sharedTips()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void anAgreementReplacesTheTipsThatWereRecordedBefore() throws IOException {
        history.recordRemoteTip(first);
        history.recordRemoteTip(second);

        history.recordAgreed(second, history.mark());

        assertThat(history.agreed()).contains(second);
        assertThat(history.sharedTips()).containsExactly(second);
        assertThat(history.isAgreedAt(second)).isTrue();
        assertThat(git.id("refs/remotes/origin/main")).isEqualTo(second);
        assertThat(git.refs()).doesNotContain("/seen/");
    }

    @Test
    void aStepThatWasOutrunDoesNotForgetWhatALaterRunRecorded() throws IOException {
        history.recordAgreed(second, history.mark());

        history.recordAgreed(first, history.mark());

        assertThat(history.agreed()).contains(second);
    }

    /** Without the record of the new history, commits that the remote drops of it later would look like own ones. */
    @Test
    void aStepThatBeganBeforeTheRemoteWasRewrittenDoesNotRecordItsOldHistory() throws IOException {
        history.recordAgreed(second, history.mark());
        SharedHistory.RecordMark begun = history.mark();
        git.run("reset", "-q", "--hard", first.name());
        ObjectId rewritten = git.commit("a", "rewritten");
        history.recordAgreed(rewritten, history.mark());

        history.recordAgreed(second, begun);

        assertThat(history.agreed()).contains(rewritten);
        assertThat(git.id("refs/remotes/origin/main")).isEqualTo(rewritten);
        assertThat(history.sharedTips()).containsExactly(rewritten);
    }

    /** Local may be on it by the next run, and the remote set back: it would look like local's own, and be pushed back. */
    @Test
    void whatTheApplicationFetchesDuringAStepStaysOnRecord() throws IOException {
        history.recordAgreed(first, history.mark());
        SharedHistory.RecordMark begun = history.mark();
        git.run("update-ref", "refs/remotes/origin/main", second.name());

        history.recordAgreed(first, begun);

        assertThat(git.id("refs/remotes/origin/main")).isEqualTo(second);
        assertThat(history.sharedTips()).containsExactlyInAnyOrder(first, second);
        assertThat(git.refs()).doesNotContain("/dropped/");
        // A step that begins with it has read the remote later.
        history.recordAgreed(first, history.mark());
        assertThat(history.isAgreedAt(first)).isTrue();
        assertThat(git.refs()).contains("/dropped/" + second.name());
    }

    /** As a fetch leaves it that came before the push of the run. */
    @Test
    void aTrackingBranchThatIsMovedDuringAStepToWhatTheRecordHasGoesForward() throws IOException {
        SharedHistory.RecordMark begun = history.mark();
        git.run("update-ref", "refs/remotes/origin/main", first.name());

        history.recordAgreed(second, begun);

        assertThat(history.isAgreedAt(second)).isTrue();
        assertThat(git.refs()).doesNotContain("/dropped/");
    }

    /** Commits that the remote drops afterwards would look like own ones, and be pushed back. */
    @Test
    @Tag("long")
    void anAgreementIsRecordedWhereAKilledGitLeftTheTrackingBranchLocked() throws IOException {
        Path lock = lockTracking();

        history.recordAgreed(second, history.mark());

        assertThat(git.id("refs/reconciler/main/agreed")).isEqualTo(second);
        assertThat(history.isAgreedAt(second)).isFalse();
        Files.delete(lock);
        history.recordAgreed(second, history.mark());
        assertThat(history.isAgreedAt(second)).isTrue();
    }

    private Path lockTracking() throws IOException {
        Path lock = git.directory().resolve(".git/refs/remotes/origin/main.lock");
        Files.createDirectories(lock.getParent());
        return Files.createFile(lock);
    }

    @Test
    void anAgreementIsRecordedWhereAnotherRefIsInThePlaceOfTheTrackingBranch() throws IOException {
        git.run("update-ref", "refs/remotes/origin/main/other", first.name());

        history.recordAgreed(second, history.mark());

        assertThat(git.id("refs/reconciler/main/agreed")).isEqualTo(second);
        assertThat(history.sharedTips()).containsExactly(second);
    }

    @Test
    void aTrackingBranchThatGitFetchesFromAnotherRemoteIsNoWordOfThisOne() throws IOException {
        history.recordAgreed(first, history.mark());
        git.run("remote", "add", "origin", "https://other.example.org/hub.git");
        git.run("update-ref", "refs/remotes/origin/main", second.name());
        reopen();

        assertThat(history.sharedTips()).containsExactly(first);
    }

    @Test
    void aTrackingBranchThatGitPushesToAnotherRemoteIsNoWordOfThisOne() throws IOException {
        git.run("remote", "add", "origin", URL);
        pushTo(second);
        reopen();
        assertThat(history.sharedTips()).containsExactly(second);

        git.run("config", "remote.origin.pushurl", "https://other.example.org/fork.git");
        reopen();

        assertThat(history.sharedTips()).isEmpty();
        history.recordRemoteTip(first);
        assertThat(git.has("refs/reconciler/main/agreed")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "url.ssh://git@push.example.org/.pushInsteadOf, https://git.example.org/",
        "url.https://git.example.org/.insteadOf, forge:",
    })
    void aTrackingBranchIsWordOfTheRemoteWhereGitAndRunsGoToTheSame(String key, String value) throws IOException {
        history.recordAgreed(first, history.mark());
        git.run("remote", "add", "origin", key.contains(".insteadOf") ? "forge:data" : URL);
        git.run("config", "--add", key, value);
        git.run("update-ref", "refs/remotes/origin/main", second.name());
        reopen(URL);

        assertThat(history.sharedTips()).containsExactlyInAnyOrder(first, second);
    }

    /** Of two that are pushed to, a backup takes what the remote refuses, and git moves the tracking branch for it. */
    @ParameterizedTest
    @ValueSource(strings = {"url", "pushurl"})
    void aTrackingBranchOfARemoteThatIsPushedToTwoPlacesIsNoWordOfOne(String key) throws IOException {
        history.recordAgreed(first, history.mark());
        git.run("config", "--add", "remote.origin.url", URL);
        git.run("config", "--replace-all", "remote.origin." + key, URL);
        git.run("config", "--add", "remote.origin." + key, "https://backup.example.org/data.git");
        pushTo(second);
        reopen();

        assertThat(history.sharedTips()).containsExactly(first);
    }

    /** Git's, which writes so into the reflog whichever of its URLs has taken the push. */
    private void pushTo(ObjectId commit) {
        git.run("update-ref", "-m", "update by push", "refs/remotes/origin/main", commit.name());
    }

    /** Or what the remote has dropped before the first run, or since it was fetched, would be pushed back. */
    @Test
    void whatWasFetchedByTheNameOfARemoteThatIsPushedToTwoPlacesIsWordOfIt() throws IOException {
        git.run("remote", "add", "origin", URL);
        git.run("remote", "set-url", "--add", "origin", "https://backup.example.org/data.git");
        pushTo(second);
        git.run("update-ref", "-m", "fetch origin: forced-update", "refs/remotes/origin/main", first.name());
        pushTo(second);
        reopen();
        assertThat(history.sharedTips()).containsExactly(first);

        // Git passes over what is no entry, as after a power cut.
        Path log = git.directory().resolve(".git/logs/refs/remotes/origin/main");
        Files.writeString(log, "\0\0\0\n\n" + Files.readString(log));
        git.run("update-ref", "-m", "fetch origin: fast-forward", "refs/remotes/origin/main", first.name());
        git.run("update-ref", "-m", "fetch origin: fast-forward", "refs/remotes/origin/main", second.name());
        reopen();
        assertThat(history.sharedTips()).containsExactly(second);
    }

    @Test
    void whatACloneBeganWithIsWordOfItsRemoteUntilItFetches() throws IOException {
        NativeGit remote = NativeGit.clone(git.directory().toString(), directory.resolve("remote.git"), "-q", "--bare");
        git = NativeGit.clone(remote.directory().toString(), directory.resolve("clone"), "-q");
        git.run("remote", "set-url", "--add", "origin", "https://backup.example.org/data.git");
        reopen(remote.directory().toString());
        assertThat(history.sharedTips()).containsExactly(second);

        ObjectId own = git.commit("a", "own");
        // As a client writes it that knows no reflogs, after a push to the backup.
        Files.writeString(git.directory().resolve(".git/refs/remotes/origin/main"), own.name() + "\n");
        reopen(remote.directory().toString());
        assertThat(history.sharedTips()).containsExactly(second);

        git.run(
                "remote",
                "set-url",
                "origin",
                "https://other.example.org/hub.git",
                remote.directory().toString());
        reopen("https://other.example.org/hub.git");
        assertThat(history.sharedTips()).isEmpty();
    }

    /** JGit's own words for a push; an entry that a rename of the remote adds; what an expiry has left. */
    @Test
    void whatOnlyAPushHasWrittenTellsNothing() throws IOException {
        git.run("remote", "add", "origin", URL);
        git.run("remote", "set-url", "--add", "origin", "https://backup.example.org/data.git");
        git.run("update-ref", "-m", "push: fast-forward", "refs/remotes/origin/main", first.name());
        git.run("reflog", "expire", "--expire=now", "--all");
        pushTo(second);
        git.run("remote", "rename", "origin", "upstream");
        git.run("remote", "rename", "upstream", "origin");
        reopen();

        assertThat(history.sharedTips()).isEmpty();
    }

    @Test
    void aTrackingBranchWhoseReflogIsGoneTellsNothingWherePushesGoElsewhere() throws IOException {
        git.run("remote", "add", "origin", URL);
        git.run("config", "remote.origin.pushurl", "https://other.example.org/fork.git");
        pushTo(second);
        git.run("reflog", "expire", "--expire=now", "--all");
        reopen();

        assertThat(history.sharedTips()).isEmpty();
    }

    @Test
    void whatIsPushedElsewhereBetweenTheFirstFetchAndTheFirstAgreementIsNoWordOfThisRemote() throws IOException {
        git.run("remote", "add", "origin", "https://other.example.org/hub.git");
        git.run("update-ref", "refs/remotes/origin/main", first.name());
        history.recordRemoteTip(first);
        git.run("update-ref", "refs/remotes/origin/main", second.name());
        reopen();

        assertThat(history.sharedTips()).containsExactly(first);
    }

    @Test
    void aPathOfTheClonesRemoteBeginsWhereTheCloneIs() throws IOException {
        reopen(directory.resolve("hub.git").toString());
        history.recordAgreed(first, history.mark());
        git.run("remote", "add", "origin", "../hub.git");
        git.run("update-ref", "refs/remotes/origin/main", second.name());
        reopen(directory.resolve("hub.git").toString());

        assertThat(history.sharedTips()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void aTrackingBranchOfTheSameRemoteByAnotherTransportIsWordOfIt() throws IOException {
        history.recordAgreed(first, history.mark());
        git.run("remote", "add", "origin", "git@git.example.org:data");
        git.run("config", "remote.origin.pushurl", "ssh://git@git.example.org/data.git");
        git.run("update-ref", "refs/remotes/origin/main", second.name());
        reopen();

        assertThat(history.sharedTips()).containsExactlyInAnyOrder(first, second);
    }

    /** The next run would take the old remote for the one that it last agreed with, and so would the application's git. */
    @Test
    void aStepThatBeganBeforeTheRemoteWasReplacedDoesNotRecordItsOldUrl() throws IOException {
        git.run("remote", "add", "origin", "https://git.example.org/data.git");
        history.recordAgreed(second, history.mark());
        SharedHistory.RecordMark begun = history.mark();
        reopen("https://new.example.org/data.git");
        history.recordAgreed(second, history.mark());
        reopen();

        history.recordAgreed(second, begun);

        assertThat(history.agreedUrl()).contains("https://new.example.org/data.git");
        assertThat(git.run("config", "remote.origin.url").strip()).isEqualTo("https://new.example.org/data.git");
    }

    /** A person's own spelling was replaced by that of the configuration, and a second URL was gone without a word. */
    @ParameterizedTest
    @ValueSource(strings = {"git@git.example.org:data.git", "https://ann@git.example.org/data.git"})
    void aUrlThatTheCloneHasOfItsOwnStaysWhereTheRemoteIsSpelledAnew(String own) throws IOException {
        git.run("remote", "add", "origin", own);
        history.recordAgreed(first, history.mark());
        reopen("https://new.example.org/data.git");
        history.recordAgreed(second, history.mark());
        assertThat(git.run("config", "--get-all", "remote.origin.url")).isEqualTo(own);
    }

    @Test
    void severalUrlsOfTheCloneStayWhereTheRemoteIsSpelledAnew() throws IOException {
        git.run("remote", "add", "origin", URL);
        git.run("remote", "set-url", "--add", "origin", "https://mirror.example.org/data.git");
        history.recordAgreed(first, history.mark());
        reopen("https://new.example.org/data.git");
        history.recordAgreed(second, history.mark());

        assertThat(git.run("config", "--get-all", "remote.origin.url").lines())
                .containsExactly(URL, "https://mirror.example.org/data.git");
    }

    /** The first run on a clone whose remote was rewritten took it for another repository. */
    @ParameterizedTest
    @CsvSource({
        "url.https://git.example.org/.insteadOf, forge:, forge:data.git",
        "remote.origin.tagOpt, --tags, https://git.example.org/data",
    })
    void beforeTheFirstRunTheRemoteIsKnownHoweverTheCloneSpellsIt(String key, String value, String url)
            throws IOException {
        git.run("remote", "add", "origin", url);
        git.run("remote", "set-url", "--add", "origin", "https://mirror.example.org/data.git");
        git.run("config", key, value);
        reopen(URL);

        assertThat(history.agreedUrl()).contains(URL);
    }

    @Test
    void beforeTheFirstRunAnotherRemoteOfTheCloneIsToldByItsUrl() throws IOException {
        git.run("remote", "add", "origin", "https://bot:pw@other.example.org/hub.git");
        reopen();

        assertThat(history.agreedUrl()).contains("https://other.example.org/hub.git");
    }

    @Test
    void aStepThatBeganBeforeALaterRecordDoesNotRecordOverItWhereTheRefWasPruned() throws IOException {
        history.recordAgreed(first, history.mark());
        SharedHistory.RecordMark begun = history.mark();
        history.recordAgreed(second, history.mark());
        git.run("update-ref", "-d", "refs/reconciler/main/agreed");

        history.recordAgreed(first, begun);

        assertThat(history.agreed()).contains(second);
    }

    @Test
    void theAgreedCommitSurvivesAPruneOfOurRefs() throws IOException {
        history.recordAgreed(first, history.mark());
        git.run("update-ref", "-d", "refs/reconciler/main/agreed");

        assertThat(history.agreed()).contains(first);
        assertThat(history.sharedTips()).contains(first);
    }

    /** No ref kept it from the garbage collection. */
    @Test
    void anAgreedCommitThatIsInTheFileAloneAndWasCollectedIsNoTip() throws IOException {
        history.recordAgreed(second, history.mark());
        git.run("update-ref", "-d", "refs/reconciler/main/agreed");
        git.run("update-ref", "-d", "refs/remotes/origin/main");
        git.run("reset", "-q", "--hard", first.name());
        git.run("reflog", "expire", "--expire=now", "--all");
        git.run("gc", "-q", "--prune=now");
        reopen();

        assertThat(history.sharedTips()).isEmpty();
    }

    /** It is damage: with the tip left out, dropped commits would look like own ones. */
    @Test
    void anAgreedCommitThatARefNamesIsATipAlsoWhereItIsLost() throws IOException {
        history.recordAgreed(second, history.mark());
        git.run("reset", "-q", "--hard", first.name());
        String name = second.name();
        Files.delete(git.directory().resolve(".git/objects/" + name.substring(0, 2) + "/" + name.substring(2)));
        reopen();

        assertThat(history.sharedTips()).contains(second);
    }

    @Test
    void theUrlIsRememberedWithoutItsSecrets() throws IOException {
        history.recordAgreed(first, history.mark());

        assertThat(history.agreedUrl()).contains("https://git.example.org/data.git");
        assertThat(Files.readString(git.directory().resolve(".git/reconciler/main.agreed")))
                .doesNotContain("pw", "token");
    }
}
