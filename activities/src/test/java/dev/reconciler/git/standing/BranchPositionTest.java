package dev.reconciler.git.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where a branch stands, and since when it waits; git's clock in these tests is years behind. */
@Tag("slow")
class BranchPositionTest extends StandingFixture {
    private BranchPosition find() {
        return BranchPosition.find(settings).orElseThrow();
    }

    @Test
    void aCommitWaitsSinceARunSawItFirstWhateverItsDate() throws IOException {
        assertThat(find().unpushedSince()).isNull();
        Instant before = Instant.now().minusMillis(1);
        data.commit("own", "own\n");
        fetch();

        BranchPosition waits = find();

        assertThat(waits.unpushedSince()).isAfter(before);
        assertThat(waits.ahead()).isEqualTo(1);
        data.commit("later", "later\n");
        fetch();
        assertThat(find().unpushedSince()).isEqualTo(waits.unpushedSince());
        reconcile();
        assertThat(find().unpushedSince()).isNull();
    }

    @Test
    void itIsSeenToWaitWhileTheRemoteIsAway() throws IOException {
        fetch();
        Files.move(remote.directory(), root.resolve("away"));
        Instant before = Instant.now().minusMillis(1);
        data.commit("own", "own\n");

        assertThatThrownBy(this::fetch).isInstanceOf(GitException.class);

        Instant since = find().unpushedSince();
        assertThat(since).isAfter(before);
        assertThatThrownBy(this::fetch).isInstanceOf(GitException.class);
        assertThat(find().unpushedSince()).isEqualTo(since);
    }

    @Test
    void aReplayedCommitWaitsSinceItsOriginalDid() throws IOException {
        data.commit("own", "own\n");
        fetch();
        Instant since = find().unpushedSince();
        commitRemotely("theirs", "theirs\n");
        CommitId theirs = fetch().remote();

        replay(theirs, null);
        fetch();

        assertThat(find().local()).isNotEqualTo(CommitIds.of(data.id("main~")));
        assertThat(find().ahead()).isEqualTo(1);
        assertThat(find().unpushedSince()).isEqualTo(since);
    }

    @Test
    void aCommitOfNobodyWithAnAddressWaitsAsAnyOther() throws IOException {
        fetch();
        Path raw = Files.writeString(
                root.resolve("raw"),
                "tree " + data.run("rev-parse", "main^{tree}") + "\nparent " + data.run("rev-parse", "main")
                        + "\nauthor nobody 1 +0000\ncommitter nobody 1 +0000\n\nown\n");
        data.run(
                "update-ref",
                "refs/heads/main",
                data.run("hash-object", "-w", "--literally", "-t", "commit", raw.toString()));

        assertThat(find().ahead()).isEqualTo(1);
        assertThat(find().unpushedSince()).isNotNull();
    }

    /** Of a commit whose bytes are no commit the library throws whatever they lead to. */
    @Test
    void aBranchAtADamagedCommitHasNoPosition() throws IOException {
        fetch();
        Path damaged = Files.writeString(root.resolve("damaged"), "tree zz\nparent zz\n");
        String commit = data.run("hash-object", "-w", "--literally", "-t", "commit", damaged.toString());
        Files.writeString(data.directory().resolve(".git/refs/heads/main"), commit + "\n");

        assertThat(BranchPosition.find(settings)).isEmpty();
    }
}
