package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.SigningKeys;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.cli.KilledMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A remote that takes signed commits only, and a clone that has diverged from it: whole runs of the program. */
@Tag("slow")
class SignedCommitsTest {
    @TempDir
    Path root;

    private SigningKeys keys;
    private String key;
    private NativeGit remote;
    private NativeGit clone;
    private ObjectId own;

    @BeforeEach
    void diverge() throws IOException {
        keys = new SigningKeys(root.resolve("keys"));
        key = keys.newSshKey("ed25519");
        NativeGit source = NativeGit.init(root.resolve("source"));
        source.commit("base", "base\n");
        remote = NativeGit.clone(source.directory().toString(), root.resolve("remote.git"), "--bare");
        clone = NativeGit.clone(remote.directory().toString(), root.resolve("data"));
        config("gpg.format", "ssh", "user.signingKey", key, "commit.gpgSign", "true");
        own = clone.commit("own", "own\n");
        source.commit("theirs", "theirs\n");
        source.run("push", "-q", remote.directory().toString(), "main");
        remote.run("config", "gpg.ssh.allowedSignersFile", keys.allowedSigners().toString());
        requireSignatures();
    }

    @AfterEach
    void close() {
        keys.close();
    }

    private void requireSignatures() throws IOException {
        Path hook = remote.directory().resolve("hooks/update");
        Files.writeString(hook, "#!/bin/sh\nexec git verify-commit $3\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void config(String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            clone.run("config", pairs[i], pairs[i + 1]);
        }
    }

    @Test
    void aReplayIsSignedAsTheClonesSettingsSignAndTheRemoteTakesIt() {
        JsonNode result = run("once", "").result();

        assertThat(result.get("outcome").asText()).isEqualTo("rebased");
        assertThat(remote.id("main")).isEqualTo(clone.id("main"));
        assertThat(twinOf(own)).startsWith("twin " + result.get("newCommit").asText());
    }

    @Test
    void theKeyOfTheConfigurationSignsWhereTheClonesOwnCanNot() {
        config("user.signingKey", "/nowhere/key");

        JsonNode result = run("once", ", signing: { format: ssh, key: \"file:" + key + "\" }")
                .result();

        assertThat(result.get("outcome").asText()).isEqualTo("rebased");
        assertThat(remote.id("main")).isEqualTo(clone.id("main"));
    }

    @Test
    void aKeyThatCanNotSignEndsTheRunBeforeAnythingMoves() {
        config("user.signingKey", "/nowhere/key");
        ObjectId theirs = remote.id("main");
        for (String command : new String[] {"plan", "once"}) {
            Program.Finished finished = run(command, "");

            assertThat(finished.status()).isEqualTo(1);
            assertThat(finished.result().at("/error/type").asText()).isEqualTo("Unsupported");
            assertThat(finished.result().at("/error/message").asText()).contains("/nowhere/key", "commit.gpgSign");
            assertThat(clone.id("main")).isEqualTo(own);
            assertThat(clone.run("status", "--porcelain")).isEmpty();
            assertThat(remote.id("main")).isEqualTo(theirs);
            assertThat(clone.has("refs/notes/reconciler/main")).isFalse();
        }
    }

    /** The program that signs kills the one that waits for it, the first time. */
    @Test
    void aRunThatIsKilledWhileItSignsIsMadeGoodByTheNext() throws IOException {
        Path killed = root.resolve("killed");
        config(
                "gpg.ssh.program",
                keys.newProgram(
                        "[ -e " + killed + " ] || { : > " + killed + "; kill -9 $PPID; }\nexec ssh-keygen \"$@\""));

        assertThat(run("once", "").status()).isEqualTo(128 + 9);
        assertThat(clone.id("main")).isEqualTo(own);
        JsonNode result = run("once", "").result();

        assertThat(result.get("outcome").asText()).isEqualTo("rebased");
        assertThat(remote.id("main")).isEqualTo(clone.id("main"));
        clone.fsck();
        try (Stream<Path> left = Files.list(clone.directory().resolve(".git/objects"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("reconciler"));
        }
    }

    /** The twins are noted and held by a ref of ours, and no branch has moved. */
    @Test
    void aRunThatIsKilledBehindItsTwinsIsMadeGoodByTheNext() {
        assertThat(run("once", "", program -> KilledMain.at("after Replay", program))
                        .status())
                .isEqualTo(128 + 9);
        assertThat(clone.id("main")).isEqualTo(own);
        String noted = twinOf(own);
        JsonNode result = run("once", "").result();

        assertThat(result.get("outcome").asText()).isEqualTo("rebased");
        assertThat(remote.id("main")).isEqualTo(clone.id("main"));
        assertThat(twinOf(own)).startsWith("twin " + clone.id("main").name()).isNotEqualTo(noted);
        clone.fsck();
        assertThat(clone.has("refs/reconciler/main/replayed")).isFalse();
    }

    private String twinOf(ObjectId original) {
        return clone.run("notes", "--ref=reconciler/main", "show", original.name());
    }

    private Program.Finished run(String command, String more) {
        return run(command, more, program -> program);
    }

    private Program.Finished run(String command, String more, UnaryOperator<Program> way) {
        try {
            Files.writeString(
                    root.resolve("reconciler.yaml"),
                    "repositories:\n  - { id: data, path: data, remote: remote.git, branch: main" + more + " }\n");
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        return way.apply(Program.in(root).with("GIT_CONFIG_NOSYSTEM", "1").with("GIT_CONFIG_GLOBAL", "/dev/null"))
                .run(command, "--json", "--retry-for", "60s");
    }
}
