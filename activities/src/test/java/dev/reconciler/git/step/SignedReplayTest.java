package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.SigningKeys;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.repository.SigningKey;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clone whose settings, or whose host's configuration, have replayed commits signed; git verifies them. */
@Tag("slow")
class SignedReplayTest {
    private static final Instant REPLAYED_AT = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir
    Path root;

    private final ReplayStep step = new ReplayStep();
    private StepFixture sides;
    private SigningKeys keys;
    private ObjectId own;
    private ObjectId theirs;

    @BeforeEach
    void open() throws IOException {
        keys = new SigningKeys(root.resolve("keys"));
        sides = new StepFixture(root);
        sides.git().commit("own", "own\n");
        own = sides.git().commit("more", "more\n");
        theirs = sides.commitRemotely("theirs", "theirs\n");
        sides.fetch();
    }

    @AfterEach
    void close() {
        sides.close();
        keys.close();
    }

    @Test
    void anSshKeyOfTheClonesSettingsSignsEachTwinAsARebaseWould() throws IOException {
        config("gpg.format", "ssh", "user.signingKey", keys.newSshKey("ed25519"), "commit.gpgSign", "true");

        ObjectId tip = tip(replay());

        verify(tip);
        assertThat(withoutSignatures(tip)).isEqualTo(withoutSignatures(rebaseNatively()));
    }

    @Test
    void theOpenPgpKeyOfTheCommitterSignsWhereNoKeyIsNamed() throws IOException {
        config("gpg.program", keys.newOpenPgpKey("Data Reconciler <reconciler@example.org>"), "commit.gpgSign", "yes");

        ObjectId tip = tip(replay());

        verify(tip);
        assertThat(withoutSignatures(tip)).isEqualTo(withoutSignatures(rebaseNatively()));
    }

    @Test
    void aSignedOriginalIsReplayedUnsignedWhereTheSettingsSignNothing() throws IOException {
        config("gpg.format", "ssh", "user.signingKey", keys.newSshKey("ed25519"));
        sides.git().run("commit", "-q", "--amend", "-S", "-m", "signed");
        own = sides.git().id("main");

        assertThat(raw(tip(replay()))).doesNotContain("gpgsig");
        assertThat(raw(rebaseNatively())).doesNotContain("gpgsig");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa"})
    void theConfiguredSshKeySignsWithoutAnyProgram(String type) throws IOException {
        String key = Files.readString(Path.of(keys.newSshKey(type)));
        // Whatever the clone's settings say: they would end in a refusal.
        config("commit.gpgSign", "true", "gpg.program", "/nowhere/gpg");

        ObjectId tip = tip(replayWith(new SigningKey.SshSigningKey(() -> key)));

        verify(tip);
    }

    @Test
    void theConfiguredOpenPgpKeyIsTakenFromTheKeyring() throws IOException {
        config("gpg.program", keys.newOpenPgpKey("Somebody Else <else@example.org>"));

        verify(tip(replayWith(new SigningKey.OpenPgpSigningKey("else@example.org"))));
    }

    /** An OpenPGP signature holds its second, and one by ECDSA a random number. */
    @Test
    void aRepeatedReplayEndsWithTheTwinsThatWereNoted() throws IOException {
        config("gpg.format", "ssh", "user.signingKey", keys.newSshKey("ecdsa"), "commit.gpgSign", "true");
        ObjectId first = tip(replay());

        assertThat(tip(replay())).isEqualTo(first);
        // The twins are gone but for their notes: then they are signed anew.
        sides.git().run("update-ref", "-d", "refs/reconciler/main/replayed");
        sides.git().run("gc", "-q", "--prune=now");
        ObjectId second = tip(replay());
        assertThat(second).isNotEqualTo(first);
        verify(second);
    }

    /** The lock file stands for a kill between the notes and the ref of the replay. */
    @Test
    void aReplayThatEndedBehindItsNotesIsRepeatedWithItsTwins() throws IOException {
        config("gpg.format", "ssh", "user.signingKey", keys.newSshKey("ecdsa"), "commit.gpgSign", "true");
        Path lock = sides.git().directory().resolve(".git/refs/reconciler/main/replayed.lock");
        Files.writeString(lock, "");
        assertThatThrownBy(this::replay).isInstanceOf(RepositoryBusyException.class);
        assertThat(sides.git().has("refs/reconciler/main/replayed")).isFalse();
        String noted = twinOf("main");
        Files.delete(lock);

        assertThat(noted).startsWith("twin " + tip(replay()).name());
        assertThat(twinOf("main")).isEqualTo(noted);
    }

    @Test
    void theTwinOfAnotherTimeOrTargetIsNotTaken() throws IOException {
        config("gpg.format", "ssh", "user.signingKey", keys.newSshKey("ecdsa"), "commit.gpgSign", "true");
        ObjectId first = tip(replay());

        ObjectId later = tip(step.run(
                sides.repository(),
                new ReplayRequest(
                        sides.target(),
                        CommitIds.of(own),
                        CommitIds.of(theirs),
                        CommitIds.of(theirs),
                        REPLAYED_AT.plusSeconds(1))));
        theirs = sides.commitRemotely("theirs", "more of theirs\n");
        sides.fetch();
        ObjectId elsewhere = tip(replay());

        assertThat(List.of(first, later, elsewhere)).doesNotHaveDuplicates();
        assertThat(sides.git().id(elsewhere.name() + "~2")).isEqualTo(theirs);
        verify(elsewhere);
    }

    @Test
    void gitShowsTheTwinOfEachOriginal() throws IOException {
        ObjectId tip = tip(replay());

        assertThat(twinOf("main")).isEqualTo("twin " + tip.name() + "\nat 2026-11-26T10:00:00Z");
        assertThat(twinOf("main~1"))
                .startsWith("twin " + sides.git().id(tip.name() + "~1").name());
        sides.git().fsck();
    }

    private String twinOf(String original) {
        return sides.git().run("notes", "--ref=reconciler/main", "show", original);
    }

    @Test
    void aConflictAsksForNoSignatureAndLeavesNoNote() throws IOException {
        own = sides.git().commit("theirs", "own\n");
        config("gpg.program", "/nowhere/gpg", "commit.gpgSign", "true");

        assertThat(replay().status()).isEqualTo(ReplayAnswer.ReplayStatus.CONFLICT);
        assertThat(sides.git().has("refs/notes/reconciler/main")).isFalse();
    }

    @Test
    void whereNothingIsLeftToReplayNoSignatureIsNeeded() throws IOException {
        config("gpg.program", "/nowhere/gpg", "commit.gpgSign", "true");
        sides.git().run("reset", "-q", "--hard", "HEAD~1");
        own = sides.git().id("main");
        theirs = sides.commitRemotely("own", "own\n");
        sides.fetch();

        assertThat(tip(replay())).isEqualTo(theirs);
    }

    @Test
    void aMissingProgramIsRefusedBeforeAnythingIsHeld() throws IOException {
        config("commit.gpgSign", "true", "gpg.program", "/nowhere/gpg");

        assertRefused("/nowhere/gpg can't be run", "No such file or directory");
    }

    @Test
    void aKeyThatIsNotInTheKeyringIsRefused() throws IOException {
        config("gpg.program", keys.newOpenPgpKey("Somebody <somebody@example.org>"), "commit.gpgSign", "true");

        assertRefused("Data Reconciler <reconciler@example.org>", "No secret key", "user.signingKey", "`identity`");
    }

    @Test
    void anSshKeyWithAPassphraseIsRefusedWithoutAQuestion() throws IOException {
        config("gpg.format", "ssh", "user.signingKey", keys.newLockedSshKey(), "commit.gpgSign", "true");

        assertRefused("locked", "passphrase");
    }

    @Test
    void anOpenPgpKeyWithAPassphraseIsRefusedWithoutAQuestion() throws IOException {
        config("gpg.program", keys.newLockedOpenPgpKey(), "commit.gpgSign", "true");

        assertRefused("signing failed");
    }

    @Test
    void aProgramThatFailsOrSaysNothingHasNotSigned() throws IOException {
        config("commit.gpgSign", "true", "gpg.program", keys.newProgram("echo signature; exit 0"));
        assertRefused("no signature can be made");

        config("gpg.program", keys.newProgram("echo '[GNUPG:] SIG_CREATED ' >&2; exit 1"));
        assertRefused("no signature can be made");

        config("gpg.format", "ssh", "user.signingKey", "x", "gpg.ssh.program", keys.newProgram("exit 0"));
        assertRefused("no signature can be made");
    }

    @Test
    void whatGitDoesNotKnowIsRefusedOnlyWhereSomethingIsSigned() throws IOException {
        config("gpg.format", "pigeon");
        assertThat(raw(tip(replay()))).doesNotContain("gpgsig");

        config("commit.gpgSign", "true");
        assertRefused("pigeon");

        config("commit.gpgSign", "perhaps");
        assertRefused(ErrorType.CONFIGURATION, "commit.gpgsign=perhaps");
    }

    @Test
    void aPlanTriesTheKeyAndKeepsNoSignature() throws IOException {
        Path log = root.resolve("log");
        config("commit.gpgSign", "true", "gpg.program", keys.newProgram("echo \"$@\" >> " + log + "\nexit 1"));
        assertThatThrownBy(this::plan).isInstanceOf(RefusedException.class).hasMessageContaining("commit.gpgSign");
        assertThat(Files.readAllLines(log)).hasSize(1);

        config("gpg.program", keys.newOpenPgpKey("Data Reconciler <reconciler@example.org>"));
        ReplayAnswer planned = plan();

        assertThat(planned.replayed()).isEqualTo(2);
        assertThat(raw(tip(planned))).doesNotContain("gpgsig");
        assertThat(sides.git().has("refs/notes/reconciler/main")).isFalse();
    }

    /** Whoever changes from OpenPGP to SSH often leaves the program of OpenPGP where it is. */
    @Test
    void theProgramOfOpenPgpIsOfNoOtherFormat() throws IOException {
        config("gpg.program", "/nowhere/gpg", "gpg.format", "ssh", "user.signingKey", keys.newSshKey("ed25519"));
        config("commit.gpgSign", "true");

        verify(tip(replay()));
    }

    /** The file of a repository comes after that of the user: both say how OpenPGP's program is called. */
    @Test
    void ofTheTwoNamesOfOneProgramTheOneThatIsReadLastCounts() throws IOException {
        config("gpg.openpgp.program", "/nowhere/gpg", "commit.gpgSign", "true");
        config("gpg.program", keys.newOpenPgpKey("Data Reconciler <reconciler@example.org>"));

        verify(tip(replay()));
        assertThat(raw(rebaseNatively())).contains("gpgsig");
    }

    /** Each program writes down what it was called with: by git, and by a replay. */
    @ParameterizedTest
    @ValueSource(strings = {"openpgp", "x509", "ssh"})
    void aProgramIsCalledAsGitCallsIt(String format) throws IOException {
        Path log = root.resolve("log");
        String program = keys.newProgram("echo \"$@\" | sed 's,/[^ ]*/,,g; s,\\(signing\\|[.]git\\)[^ ]*,FILE,g' >> "
                + log + "\npwd >> " + log + "\nexit 1");
        for (String key : List.of("a key", "key::ssh-ed25519 AAAA", "ssh-rsa AAAA", "~/key")) {
            config("gpg.format", format, "gpg." + format + ".program", program, "user.signingKey", key);
            config("commit.gpgSign", "true");
            assertThatThrownBy(this::replay).isInstanceOf(RefusedException.class);
            assertThat(sides.git()
                            .attempt("commit", "-q", "--allow-empty", "-m", "by git")
                            .status())
                    .isNotZero();
            // -U: a git before 2.40 does not say that the private key is an agent's, which ssh-keygen finds out.
            List<String> calls = Files.readAllLines(log).stream()
                    .map(call -> call.replace(" -U", ""))
                    .toList();
            assertThat(calls).hasSize(4);
            assertThat(calls.subList(0, 2)).isEqualTo(calls.subList(2, 4));
            Files.delete(log);
        }
    }

    /** The file of the private key is gone: only the agent can sign. */
    @Test
    void anAgentSignsForAPublicKey() throws IOException {
        String key = keys.newSshKey("ed25519");
        config("gpg.format", "ssh", "commit.gpgSign", "true", "gpg.ssh.program", keys.moveToAgent(key));

        config("user.signingKey", key + ".pub");
        verify(tip(replay()));

        config(
                "user.signingKey",
                "key::" + Files.readString(Path.of(key + ".pub")).strip());
        theirs = sides.commitRemotely("theirs", "again\n");
        sides.fetch();
        verify(tip(replay()));
    }

    /** One key in sixty has such base64, so that an agent's key of chance seldom shows it. */
    @ParameterizedTest
    @ValueSource(strings = {"key::ssh-ed25519 AA//BB/", "ssh-rsa AA//BB/ ~/x//y/", "key::sk-x //"})
    void aPublicKeyIsPassedOnByteForByte(String key) throws IOException {
        Path passed = root.resolve("passed");
        String program = keys.newProgram("while [ \"$1\" != -f ]; do shift; done; cp \"$2\" " + passed + "; exit 1");
        config("gpg.format", "ssh", "commit.gpgSign", "true", "gpg.ssh.program", program, "user.signingKey", key);

        assertThatThrownBy(this::replay).isInstanceOf(RefusedException.class);

        assertThat(passed).hasContent(key.replaceFirst("^key::", ""));
    }

    @Test
    void theDefaultKeyCommandNamesTheKey() throws IOException {
        String key = keys.newSshKey("ed25519");
        config("gpg.format", "ssh", "commit.gpgSign", "true");
        assertRefused("neither user.signingKey nor gpg.ssh.defaultKeyCommand");

        // The public key stands for the private one, which an agent has; here a program that knows its file.
        config("gpg.ssh.defaultKeyCommand", "cat '" + key + ".pub'");
        config(
                "gpg.ssh.program",
                keys.newProgram("for last; do :; done; exec ssh-keygen -Y sign -n git -f " + key + " \"$last\""));

        verify(tip(replay()));

        config("gpg.ssh.defaultKeyCommand", "echo no key");
        theirs = sides.commitRemotely("theirs", "again\n");
        sides.fetch();
        assertRefused("gpg.ssh.defaultKeyCommand names no key");
    }

    private void config(String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            sides.git().run("config", pairs[i], pairs[i + 1]);
        }
    }

    private ReplayRequest request() {
        return new ReplayRequest(
                sides.target(), CommitIds.of(own), CommitIds.of(theirs), CommitIds.of(theirs), REPLAYED_AT);
    }

    private ReplayAnswer replay() throws IOException {
        try (DataRepository repository = DataRepository.open(sides.settings()).orElseThrow()) {
            return step.run(repository, request());
        }
    }

    private ReplayAnswer plan() throws IOException {
        try (DataRepository repository = DataRepository.open(sides.settings()).orElseThrow()) {
            return step.plan(repository, request());
        }
    }

    private ReplayAnswer replayWith(SigningKey key) throws IOException {
        RepositorySettings settings = sides.settings();
        RepositorySettings signing = new RepositorySettings(
                settings.id(),
                settings.path(),
                settings.remoteUrl(),
                settings.remoteName(),
                settings.branch(),
                settings.bare(),
                settings.credentials(),
                settings.identity(),
                key);
        try (DataRepository repository = DataRepository.open(signing).orElseThrow()) {
            return step.run(repository, request());
        }
    }

    private static ObjectId tip(ReplayAnswer answer) {
        return CommitIds.of(Objects.requireNonNull(answer.tip()));
    }

    /** Git accepts the signature of both twins. */
    private void verify(ObjectId tip) {
        sides.git()
                .run(
                        "config",
                        "gpg.ssh.allowedSignersFile",
                        keys.allowedSigners().toString());
        String format = raw(tip).contains("BEGIN SSH SIGNATURE") ? "ssh" : "openpgp";
        for (String commit : List.of(tip.name(), tip.name() + "~1")) {
            sides.git().run("-c", "gpg.format=" + format, "-c", "gpg.ssh.program=ssh-keygen", "verify-commit", commit);
        }
        sides.git().fsck();
    }

    /** The refusal is the person's to mend, and the clone is as it was. */
    private void assertRefused(String... words) throws IOException {
        assertRefused(ErrorType.UNSUPPORTED, words);
    }

    private void assertRefused(ErrorType type, String... words) throws IOException {
        String refs = sides.git().refs();
        List<Path> packs = listObjects();
        assertThatThrownBy(this::replay)
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(type))
                .hasMessageContainingAll(words);
        assertThat(sides.git().refs()).isEqualTo(refs);
        assertThat(listObjects()).isEqualTo(packs);
    }

    private List<Path> listObjects() throws IOException {
        try (Stream<Path> files = Files.walk(sides.git().directory().resolve(".git/objects"))) {
            return files.sorted().toList();
        }
    }

    private ObjectId rebaseNatively() {
        NativeGit git = sides.git();
        git.run("checkout", "-q", "-b", "rebased", own.name());
        // Where no key is named, git asks for that of its own committer.
        String key = git.attempt("config", "user.signingKey").output();
        git.run(
                "-c",
                "user.signingKey=" + (key.isEmpty() ? "reconciler@example.org" : key),
                "rebase",
                "-q",
                theirs.name());
        ObjectId tip = git.id("HEAD");
        git.run("checkout", "-q", "main");
        return tip;
    }

    private String raw(ObjectId commit) {
        return sides.git().run("cat-file", "-p", commit.name());
    }

    /** Both twins as git prints them; committers, parents and the lines of signatures are replaced. */
    private String withoutSignatures(ObjectId tip) {
        return Stream.of(tip.name(), tip.name() + "~1")
                .map(commit -> sides.git().run("cat-file", "-p", commit))
                .map(text -> text.replaceAll("(?m)^parent .*|^committer .*", "")
                        .replaceAll("(?s)(gpgsig -----BEGIN (?:SSH|PGP) SIGNATURE-----\n).*(\n -----END)", "$1$2"))
                .reduce("", String::concat);
    }
}
