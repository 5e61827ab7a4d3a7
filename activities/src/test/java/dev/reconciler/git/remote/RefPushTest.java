package dev.reconciler.git.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.TransportOpener;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A history A-B-C in a clone, pushed to a bare repository that native git serves and that holds B. */
class RefPushTest {
    private static final String MAIN = "refs/heads/main";

    @TempDir
    Path root;

    private NativeGit remote;
    private NativeGit local;
    private ObjectId a;
    private ObjectId b;
    private ObjectId c;

    @BeforeEach
    void aRemoteAtB() {
        remote = NativeGit.initBare(root.resolve("remote.git"));
        local = NativeGit.init(root.resolve("local"));
        a = local.commit("file", "a\n");
        b = local.commit("file", "b\n");
        c = local.commit("file", "c\n");
        holdOnRemote(MAIN, b);
    }

    private void holdOnRemote(String ref, ObjectId commit) {
        local.run("push", "-q", "--force", remote.directory().toString(), commit.name() + ":" + ref);
    }

    private void putHook(String name, String... lines) throws IOException {
        Path hook = remote.directory().resolve("hooks/" + name);
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private PushResult push(String ref, ObjectId expected, ObjectId next) throws IOException {
        RepositorySettings settings = TestRepositories.settings(local.directory(), remote.directory());
        try (DataRepository repository = DataRepository.open(settings).orElseThrow();
                Transport transport =
                        new TransportOpener(settings).open(repository.git(), Deadline.in(Duration.ofMinutes(1)))) {
            return new RefPush(transport, repository.git(), "the remote", SecretScrubber.none())
                    .run(ref, expected, next);
        }
    }

    private RefusedException refused(String ref, ObjectId expected, ObjectId next) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> push(ref, expected, next));
        assertThat(refused.type()).isEqualTo(ErrorType.PUSH_REJECTED);
        return refused;
    }

    @Test
    void aPushFromTheExpectedCommitIsTaken() throws IOException {
        assertThat(push(MAIN, b, c)).isEqualTo(PushResult.DONE);

        assertThat(remote.id(MAIN)).isEqualTo(c);
    }

    /** The answer to the first one may have been lost: the run pushes the same commit again. */
    @Test
    void aPushThatTheRemoteTookBeforeIsDone() throws IOException {
        holdOnRemote(MAIN, c);

        assertThat(push(MAIN, b, c)).isEqualTo(PushResult.DONE);
    }

    /** A plain unforced push brought B back, since A is an ancestor of C too. */
    @Test
    void aCommitThatAPersonTookBackMeanwhileIsNotBroughtBack() throws IOException {
        holdOnRemote(MAIN, a);

        assertThat(push(MAIN, b, c)).isEqualTo(PushResult.MOVED);

        assertThat(remote.id(MAIN)).isEqualTo(a);
    }

    @Test
    void aCommitThatIsNoDescendantIsNeverForced() throws IOException {
        assertThat(push(MAIN, b, a)).isEqualTo(PushResult.MOVED);

        assertThat(remote.id(MAIN)).isEqualTo(b);
    }

    @Test
    void aNewBranchIsMadeOnlyWhereThereIsNone() throws IOException {
        assertThat(push("refs/heads/conflicts/x", ObjectId.zeroId(), b)).isEqualTo(PushResult.DONE);
        assertThat(push("refs/heads/conflicts/x", ObjectId.zeroId(), c)).isEqualTo(PushResult.MOVED);

        assertThat(remote.id("refs/heads/conflicts/x")).isEqualTo(b);
    }

    /** JGit compared the advertised refs; another push came between that and git's lock on the ref. */
    @Test
    void aPushThatLosesTheRaceOnTheRemoteChangesNothing() throws IOException {
        putHook("pre-receive", "env -u GIT_QUARANTINE_PATH git update-ref " + MAIN + " " + a.name());

        assertThat(push(MAIN, b, c)).isEqualTo(PushResult.MOVED);

        assertThat(remote.id(MAIN)).isEqualTo(a);
    }

    /** Git's since 2.51, JGit's and Azure DevOps' words for a lost race: each was a person's to mend. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "incorrect old value provided",
                "reference does not exist",
                "invalid old id sent",
                "no such ref",
                "non-fast forward",
                "TF401028: The reference 'refs/heads/main' has already been updated by another client, so you cannot"
                        + " update it. Please try again."
            })
    void aLostRaceIsOneInTheWordsOfEveryServer(String reason) throws IOException {
        assertThat(pushToServerThatSays(reason, b)).isEqualTo(PushResult.MOVED);
    }

    /** A ref that was to be made is there by now; one that was to be moved is locked. */
    @Test
    void aReferenceThatExistsAlreadyIsALostRaceOnlyWhereItWasToBeMade() throws IOException {
        assertThat(pushToServerThatSays("reference already exists", ObjectId.zeroId()))
                .isEqualTo(PushResult.MOVED);
        assertThatThrownBy(() -> pushToServerThatSays("reference already exists", b))
                .isInstanceOf(RemoteUnavailableException.class);
    }

    /** Shows refs as git does, and answers a push with that reason. */
    private PushResult pushToServerThatSays(String reason, ObjectId expected) throws IOException {
        String ref = expected.equals(ObjectId.zeroId()) ? "refs/heads/new" : MAIN;
        String report = packetLine("unpack ok\n") + packetLine("ng " + ref + " " + reason + "\n") + "0000";
        Path answer = Files.writeString(root.resolve("answer"), packetLine("\1" + report) + "0000");
        Path server = root.resolve("server");
        Files.writeString(server, """
                #!/bin/sh
                git receive-pack --http-backend-info-refs "$1" || exit 1
                cat '%s'
                cat > /dev/null
                """.formatted(answer));
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwxr-xr-x"));
        RepositorySettings settings = TestRepositories.settings(local.directory(), remote.directory());
        try (DataRepository repository = DataRepository.open(settings).orElseThrow();
                Transport transport =
                        new TransportOpener(settings).open(repository.git(), Deadline.in(Duration.ofMinutes(1)))) {
            transport.setOptionReceivePack(server.toString());
            return new RefPush(transport, repository.git(), "the remote", SecretScrubber.none()).run(ref, expected, c);
        }
    }

    private static String packetLine(String text) {
        return "%04x%s".formatted(text.length() + 4, text);
    }

    @Test
    void aHookThatDeclinesIsAPersonsToMendAndItsWordsAreShown() throws IOException {
        putHook("pre-receive", "echo 'no data on', 'a Sunday' >&2", "exit 1");

        assertThat(refused(MAIN, b, c)).hasMessageContaining("no data on, a Sunday");

        assertThat(remote.id(MAIN)).isEqualTo(b);
    }

    /** Taken for a lost race, such a push was repeated until the run gave up, and no message named the hook. */
    @Test
    void aHookThatSpeaksOfARaceHasDeclinedAllTheSame() throws IOException {
        putHook("pre-receive", "echo 'this is a non-fast-forward, fetch first' >&2", "exit 1");

        assertThat(refused(MAIN, b, c)).hasMessageContaining("fetch first");
    }

    @Test
    void aNameThatCanNotExistBesideAnotherIsAPersonsToMend() {
        holdOnRemote("refs/heads/conflicts", b);

        assertThat(refused("refs/heads/conflicts/x", ObjectId.zeroId(), b)).hasMessageContaining("conflicts");
    }

    @Test
    void aRefThatAnotherProcessHasLockedIsWaitedFor() throws IOException {
        Files.createFile(remote.directory().resolve(MAIN + ".lock"));

        assertThatThrownBy(() -> push(MAIN, b, c))
                .isInstanceOf(RemoteUnavailableException.class)
                .hasMessageContaining("could not take " + MAIN);

        assertThat(remote.id(MAIN)).isEqualTo(b);
    }

    /** Such a push was repeated until the run gave up, and the pack sent anew each time. */
    @Test
    void whatIsLargerThanTheRemoteTakesIsAPersonsToMend() {
        remote.run("config", "receive.maxInputSize", "10");

        assertThat(refused(MAIN, b, c))
                .hasMessageContaining("pack exceeds maximum allowed size")
                .extracting(RefusedException::reason)
                .isEqualTo(Optional.of("too-large"));
    }

    @Test
    void objectsThatTheRemoteDoesNotTakeAreAPersonsToMend() throws IOException {
        remote.run("config", "receive.fsckObjects", "true");
        Path commit = Files.writeString(
                root.resolve("commit"),
                local.run("cat-file", "commit", c.name()).replace("ann@example.org> ", "ann@example.org>") + "\n");
        ObjectId blemished =
                ObjectId.fromString(local.run("hash-object", "-t", "commit", "-w", "--literally", commit.toString()));

        assertThat(refused(MAIN, b, blemished))
                .hasMessageContaining("missingSpaceBeforeDate")
                .extracting(RefusedException::reason)
                .isEqualTo(Optional.of("objects-refused"));
    }

    /** Words that would mean something else if a library said them, or the way to the remote. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hooks/check: line 3: jq: not found",
                "permission denied",
                "access denied",
                "connection timed out",
                "the table is corrupt",
                "host key"
            })
    void whateverAHookPrintsItHasDeclined(String words) throws IOException {
        putHook("pre-receive", "echo '" + words + "' >&2", "exit 1");

        assertThat(refused(MAIN, b, c)).hasMessageContaining(words);
    }
}
