package dev.reconciler.worker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.cli.CommandLineFixture;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitCommandTest extends CommandLineFixture {
    private String commit;

    @BeforeEach
    void makeRepository() {
        commit = NativeGit.init(directory.resolve("two.git"))
                .commit("file", "text")
                .name();
    }

    @Test
    void aRepositoryThatCantBeReadDoesNotHideTheCommitOfAnother() throws IOException {
        Files.writeString(directory.resolve("one.git"), "no repository");

        assertThat(await(commit)).as(err.toString()).isEqualTo(3);
        assertThat(out.toString()).startsWith("two  unpushed");
    }

    @Test
    void whereNoOtherHasTheCommitTheRepositoryThatCantBeReadIsTold() throws IOException {
        Files.writeString(directory.resolve("one.git"), "no repository");

        assertThat(await("1".repeat(40))).isEqualTo(1);
        assertThat(err.toString()).startsWith("RepositoryCorrupt: ").contains("one.git");
    }

    @Test
    void aCommitThatNoCloneHeldIsAFailure() {
        assertThat(await("1".repeat(40))).isEqualTo(1);
        assertThat(err.toString()).startsWith("no clone of this host held commit 1111");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aScriptIsToldSoOnStandardOutput() {
        assertThat(run("wait", "--config", config.toString(), "--wait", "10ms", "--json", "1".repeat(40)))
                .isEqualTo(1);
        assertThat(out.toString()).startsWith("{").contains("\"failed\"", "\"NotFound\"");
    }

    /** Two entries of one clone, a draft and what it was made from: the first one would wait in vain. */
    @Test
    void whereSeveralRepositoriesHaveTheCommitTheOneThatHasPushedItCounts() throws IOException {
        NativeGit two = NativeGit.in(directory.resolve("two.git"));
        two.run("branch", "draft");
        NativeGit remote = NativeGit.clone(two.directory().toString(), directory.resolve("remote.git"), "--bare");
        two.run("remote", "add", "origin", remote.directory().toString());
        two.run("fetch", "-q", "origin", "main:refs/remotes/origin/main");
        Files.writeString(config, """
                repositories:
                  - { id: draft, path: two.git, remote: remote.git, branch: draft }
                  - { id: main, path: two.git, remote: remote.git, branch: main }
                """);

        assertThat(await(commit)).as(out.toString()).isZero();
        assertThat(out.toString()).startsWith("main  pushed");
    }

    private int await(String wanted) {
        return run("wait", "--config", config.toString(), "--wait", "10ms", wanted);
    }
}
