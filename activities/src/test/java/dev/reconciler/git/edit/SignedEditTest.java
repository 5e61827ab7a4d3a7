package dev.reconciler.git.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.SigningKeys;
import dev.reconciler.git.repository.SigningKey.SshSigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A remote may take signed commits alone: what this program writes of a conflict is signed as in every run. */
@Tag("slow")
class SignedEditTest {
    private static final String RESOLVED = "one\nboth\nthree\n";
    private static final String HOST = "Data Reconciler";

    @TempDir
    private Path root;

    private Path folder;
    private SigningKeys keys;
    private EditFixture fixture;

    /** The first of three commits conflicts with nothing. */
    @BeforeEach
    void makeConflict() throws IOException {
        folder = root.resolve("edit");
        keys = new SigningKeys(root.resolve("keys"));
        fixture = new EditFixture(root);
        fixture.makeConflict();
    }

    @AfterEach
    void close() {
        fixture.close();
        keys.close();
    }

    private NativeGit inFolder() {
        return NativeGit.in(folder);
    }

    private void signByConfiguration(String key) throws IOException {
        String text = Files.readString(Path.of(key));
        fixture.signBy(new SshSigningKey(() -> text));
    }

    /** Whose signature a commit has, as git says: G is a good one, N none. */
    private String verify(NativeGit git, String revisions) {
        return git.run(
                "-c", "gpg.ssh.allowedSignersFile=" + keys.allowedSigners(), "log", "--format=%G? %cn", revisions);
    }

    @Test
    void whatIsReplayedBeforeAndBehindTheConflictIsSignedWithTheConfiguredKey() throws IOException {
        signByConfiguration(keys.newSshKey("ed25519"));

        assertThat(fixture.make(folder).unmerged()).containsExactly("base.txt");

        assertThat(verify(inFolder(), "origin/main..HEAD")).isEqualTo("G " + HOST);
        assertThat(inFolder().run("status", "--porcelain")).isEqualTo("UU base.txt");
        inFolder().fsck();
        inFolder().write("base.txt", RESOLVED).run("add", "base.txt");
        ObjectId tip = fixture.take(folder);
        assertThat(verify(fixture.data(), "main.." + tip.name()))
                .isEqualTo(("G " + HOST + "\n").repeat(3).strip());
    }

    @Test
    void whatAPersonCommitsThereKeepsTheirSignature() throws IOException {
        signByConfiguration(keys.newSshKey("ed25519"));
        fixture.make(folder);
        inFolder().run("config", "gpg.format", "ssh");
        inFolder().run("config", "user.signingKey", keys.newSshKey("ed25519"));
        inFolder().run("config", "commit.gpgSign", "true");
        inFolder().write("base.txt", RESOLVED).run("commit", "-qa", "--no-edit");
        ObjectId theirs = inFolder().id("HEAD");

        ObjectId tip = fixture.take(folder);

        assertThat(fixture.data().id(tip.name() + "~1")).isEqualTo(theirs);
        assertThat(verify(fixture.data(), "main.." + tip.name()).lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("G "));
    }

    @Test
    void whereNothingConflictsTheWholeBranchIsSigned() throws IOException {
        signByConfiguration(keys.newSshKey("ed25519"));
        fixture.commitRemotely("base.txt", "one\nours\nthree\n");

        assertThat(fixture.make(folder).unmerged()).isEmpty();

        assertThat(verify(inFolder(), "origin/main..main").lines()).hasSize(2).allMatch(("G " + HOST)::equals);
        assertThat(inFolder().run("status", "--porcelain", "--branch"))
                .startsWith("## main")
                .doesNotContain("\n");
    }

    @Test
    void theKeyOfTheClonesOwnSettingsSignsWhereNoneIsConfigured() throws IOException {
        fixture.data().run("config", "gpg.format", "ssh");
        fixture.data().run("config", "user.signingKey", keys.newSshKey("ed25519"));
        fixture.data().run("config", "commit.gpgSign", "true");
        fixture.reopen();

        fixture.make(folder);

        assertThat(verify(inFolder(), "origin/main..HEAD")).isEqualTo("G " + HOST);
    }

    @Test
    void aKeyThatCannotSignIsSaidAndLeavesNothing() throws IOException {
        signByConfiguration(keys.newLockedSshKey());

        assertThatThrownBy(() -> fixture.make(folder))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("signing");
        assertThat(folder).doesNotExist();
    }
}
