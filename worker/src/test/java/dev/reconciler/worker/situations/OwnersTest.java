package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clones and remotes that belong to another user, in a process of its own with git's settings of its own. */
@Tag("slow")
class OwnersTest {
    private static final int APPLICATION = 12345;

    @TempDir
    Path directory;

    private Path root;
    private NativeGit remote;
    private NativeGit clone;
    private Path marker;

    @BeforeEach
    void aCloneThatIsAhead() throws IOException {
        root = directory.toRealPath();
        assumeTrue(Files.getAttribute(root, "unix:uid").equals(0), "only root can give a repository to another user");
        NativeGit.init(root.resolve("first")).commit("a", "1");
        remote = NativeGit.clone(root.resolve("first").toString(), root.resolve("remote.git"), "--bare");
        clone = NativeGit.clone(remote.directory().toString(), root.resolve("data"));
        clone.commit("a", "2");
        marker = root.resolve("hook-ran");
    }

    @Test
    void aCloneOfAnotherUserIsUnsupportedAndNothingIsChanged() throws IOException {
        String before = clone.refs();
        give(clone.directory());

        JsonNode result = once(program()).result();

        assertThat(result.get("error").get("type").asText()).isEqualTo("Unsupported");
        assertThat(result.get("error").get("message").asText())
                .contains("uid 12345", "git config --global --add safe.directory " + clone.directory());
        assertThat(inOwnHands(clone).refs()).isEqualTo(before);
    }

    @Test
    void anAllowedCloneIsReconciledWithoutItsHook() throws IOException {
        hook(clone.directory().resolve(".git/hooks/pre-push"));
        give(clone.directory());

        assertThat(once(allowing(clone.directory())).result().get("outcome").asText())
                .isEqualTo("pushed-ahead");
        assertThat(marker).doesNotExist();
    }

    @Test
    void aCloneOfOursRunsItsHook() throws IOException {
        hook(clone.directory().resolve(".git/hooks/pre-push"));

        assertThat(once(program()).result().get("outcome").asText()).isEqualTo("pushed-ahead");
        assertThat(marker).exists();
    }

    @Test
    void anAllowedCloneSignsByNoProgramOfItsSettings() throws IOException {
        NativeGit writer = NativeGit.clone(remote.directory().toString(), root.resolve("writer"));
        writer.commit("b", "1");
        writer.run("push", "-q", "origin", "main");
        hook(clone.directory().resolve("gpg"));
        clone.run("config", "gpg.program", clone.directory().resolve("gpg").toString());
        clone.run("config", "commit.gpgSign", "true");
        give(clone.directory());

        JsonNode result = once(allowing(clone.directory())).result();

        assertThat(result.at("/error/type").asText()).isEqualTo("Unsupported");
        assertThat(result.at("/error/message").asText()).contains("another user's clone", "`signing`");
        assertThat(marker).doesNotExist();
    }

    @Test
    void whoCalledSudoOwnsTheCloneToo() throws IOException {
        give(clone.directory());

        Program.Finished finished = once(program().with("SUDO_UID", String.valueOf(APPLICATION)));
        assertThat(finished.result().get("outcome").asText()).isEqualTo("pushed-ahead");
    }

    @Test
    void theFolderOfAnotherUsersCloneIsUnsupportedToo() throws IOException {
        give(clone.directory());

        Program.Finished finished = Program.in(clone.directory())
                .with("GIT_CONFIG_NOSYSTEM", "1")
                .with("GIT_CONFIG_GLOBAL", "/dev/null")
                .run("plan", "--json");

        assertThat(finished.status()).isEqualTo(1);
        assertThat(finished.result().get("error").get("type").asText()).isEqualTo("Unsupported");
        assertThat(finished.result().get("planned").asBoolean()).isTrue();
        assertThat(finished.result().get("branch").asText()).isEqualTo("main");
    }

    @Test
    void aRemoteOfAnotherUserIsUnsupported() throws IOException {
        give(remote.directory());

        JsonNode result = once(program()).result();

        assertThat(result.get("error").get("type").asText()).isEqualTo("Unsupported");
        assertThat(result.get("error").get("message").asText())
                .contains("git config --global --add safe.directory " + remote.directory());
    }

    @Test
    void anAllowedRemoteTakesThePushAndItsHooksDoNotRun() throws IOException {
        for (String name : List.of("pre-receive", "update", "post-receive", "post-update", "reference-transaction")) {
            hook(remote.directory().resolve("hooks").resolve(name));
        }
        give(remote.directory());

        assertThat(once(allowing(remote.directory())).result().get("outcome").asText())
                .isEqualTo("pushed-ahead");
        assertThat(marker).doesNotExist();
        assertThat(inOwnHands(remote).id("main")).isEqualTo(clone.id("main"));
    }

    @Test
    void anAllowedRemoteWithItsBranchCheckedOutIsNotPushedTo() throws IOException {
        remote = NativeGit.clone(remote.directory().toString(), root.resolve("remote"));
        give(remote.directory());
        give(remote.directory().resolve(".git"));

        JsonNode result = once(allowing(remote.directory().resolve(".git"))).result();

        assertThat(result.get("error").get("type").asText()).isEqualTo("PushRejected");
        assertThat(result.get("error").get("message").asText()).contains("checked out");
    }

    private Program program() {
        return Program.in(root).with("GIT_CONFIG_NOSYSTEM", "1").with("GIT_CONFIG_GLOBAL", "/dev/null");
    }

    private Program allowing(Path repository) {
        return program()
                .with("GIT_CONFIG_COUNT", "1")
                .with("GIT_CONFIG_KEY_0", "safe.directory")
                .with("GIT_CONFIG_VALUE_0", repository.toString());
    }

    private Program.Finished once(Program program) {
        return program.run(
                "once",
                "--json",
                "--path",
                clone.directory().toString(),
                "--remote",
                remote.directory().toString(),
                "--branch",
                "main");
    }

    private void hook(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\ntouch '" + marker + "'\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void give(Path repository) throws IOException {
        own(repository, APPLICATION);
    }

    private static NativeGit inOwnHands(NativeGit git) throws IOException {
        own(git.directory(), 0);
        return git;
    }

    private static void own(Path repository, int user) throws IOException {
        try (Stream<Path> all = Files.walk(repository)) {
            for (Path path : all.toList()) {
                Files.setAttribute(path, "unix:uid", user);
            }
        }
    }
}
