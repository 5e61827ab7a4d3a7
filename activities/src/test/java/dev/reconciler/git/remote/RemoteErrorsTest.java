package dev.reconciler.git.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.model.ErrorType;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteErrorsTest {
    private static final String URL = "https://git.example.org/fsck/access denied/corrupt.git";

    private final RemoteErrors errors = new RemoteErrors(URL, SecretScrubber.none());

    @Test
    void aNetworkThatFailsIsWaitedFor() {
        assertWaits(new TransportException(URL, new ConnectException("Connection refused")));
        assertWaits(new TransportException(URL, new SocketTimeoutException("Read timed out")));
        assertWaits(new TransportException(URL, new UnknownHostException("corrupt.example.org")));
        assertWaits(new UnresolvedAddressException());
        assertWaits(new IllegalThreadStateException("git-upload-pack is not yet completed, cannot get exit code"));
    }

    @Test
    void aHostThatIsNotReachedIsNamedInPlainWords() {
        assertThat(errors.sort(new TransportException(
                        URL,
                        new ConnectException("DefaultConnectFuture[git@git.example.org/192.0.2.1:22]: Failed"
                                + " (ConnectException) to execute: Connection refused"))))
                .hasMessage(URL + ": no connection to 192.0.2.1:22: Connection refused");
        assertThat(errors.sort(new TransportException(
                        URL, new IOException("DefaultConnectFuture[git@/[0:0:0:0:0:0:0:1]:22]: timeout"))))
                .hasMessage(URL + ": no connection to [0:0:0:0:0:0:0:1]:22: timeout");
        assertThat(errors.sort(new TransportException(URL, new UnknownHostException("git.example.org"))))
                .hasMessage(URL + ": the name of its host has no address here; correct `remote`, or this host's name"
                        + " service");
    }

    /** It was taken for one about the server's certificate, or waited for. */
    @ParameterizedTest
    @ValueSource(strings = {"certificate_required", "bad_certificate", "handshake_failure", "protocol_version"})
    void anAlertOfTheServerIsNotSaidOfItsCertificate(String alert) {
        assertThat(errors.sort(
                        new TransportException(URL, new SSLHandshakeException("Received fatal alert: " + alert))))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.type()).isEqualTo(ErrorType.ACCESS_DENIED);
                    assertThat(refused.reason()).contains("tls-refused");
                    assertThat(refused).hasMessageContaining("http.sslCert").hasMessageNotContaining("not trusted");
                });
    }

    @Test
    void aServerThatIsOverloadedIsWaitedFor() {
        assertWaits(new TransportException(URL + ": 503 Service Unavailable"));
        assertWaits(new TransportException(URL + ": 429 Too Many Requests"));
    }

    @Test
    void aConnectionThatEndsBeforeItsFirstWordIsNoMissingRepository() throws Exception {
        assertWaits(new NoRemoteRepositoryException(new URIish(URL), "not found", new EOFException()));
    }

    /** The library calls each a missing repository: whatever ssh writes before the server's first word is said of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection to git.example.org closed by remote host.",
                "Connection to forge closed by remote host.",
                "client_loop: send disconnect: Broken pipe",
                "Timeout, server git.example.org not responding.",
                "Received disconnect from 192.0.2.1 port 22:11: Shutting down",
                "Read from remote host git.example.org: Software caused connection abort",
                "Warning: Permanently added 'git.example.org' (ED25519) to the list of known hosts.",
                "** WARNING: connection is not using a post-quantum key exchange algorithm.",
                "bash: warning: setlocale: LC_ALL: cannot change locale (en_US.UTF-8)",
                "Welcome to the forge",
            })
    void anSshThatEndsBeforeTheServersFirstWordIsNoMissingRepository(String said) throws Exception {
        assertWaits(new NoRemoteRepositoryException(new URIish(URL), said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR: Repository not found.",
                "Gitea: Cannot find repository: team/data",
                "FATAL: R any data bot DENIED by fallthru\n(or you mis-spelled the reponame)",
                "fatal: '/srv/data.git' does not appear to be a git repository",
            })
    void aServerBehindSshThatHasNoSuchRepositoryIsNotWaitedFor(String said) throws Exception {
        assertRefused(ErrorType.REPOSITORY_MISSING, new NoRemoteRepositoryException(new URIish(URL), said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures",
                "FATAL ERROR: No supported authentication methods available (server sent: publickey)",
            })
    void anSshWhoseLoginIsRefusedInOtherWordsIsNotWaitedFor(String said) throws Exception {
        assertRefused(ErrorType.ACCESS_DENIED, new NoRemoteRepositoryException(new URIish(URL), said));
    }

    @Test
    void whatTheRemoteIsCalledSaysNothingOfWhatWentWrong() {
        assertWaits(new TransportException(URL + ": Connection reset"));
        assertWaits(new TransportException("/srv/not found/fsck.git: Connection reset"));
    }

    @Test
    void refusedCredentialsAreAPersonsToMend() {
        assertRefused(ErrorType.ACCESS_DENIED, new TransportException(URL + ": not authorized"));
        assertRefused(ErrorType.ACCESS_DENIED, new TransportException(URL + ": git-receive-pack not permitted"));
        assertRefused(ErrorType.ACCESS_DENIED, new TransportException("git@host: Permission denied (publickey)"));
    }

    @Test
    void aCertificateThatIsNotTrustedIsDenied() {
        assertRefused(
                ErrorType.ACCESS_DENIED,
                new TransportException(URL, new SSLHandshakeException("PKIX path building failed")));
    }

    @Test
    void aRepositoryThatIsNotThereIsMissing() throws Exception {
        assertRefused(ErrorType.REPOSITORY_MISSING, new NoRemoteRepositoryException(new URIish(URL), "not found"));
        assertRefused(ErrorType.REPOSITORY_MISSING, new TransportException("ERROR: Repository not found."));
        assertRefused(
                ErrorType.REPOSITORY_MISSING,
                new TransportException(URL + ": access denied or repository not exported: /data.git"));
    }

    /** Of a folder of very many files, which a push walks through. */
    @Test
    void anObjectThatIsTooLargeToBeReadWholeIsAPersonsToMend() {
        assertRefused(
                ErrorType.UNSUPPORTED,
                new TransportException(URL, new LargeObjectException.ExceedsLimit(50 << 20, 60 << 20)));
    }

    @Test
    void aServerThatRefusesTheSizeOfAPushIsNotWaitedFor() {
        assertRefused(ErrorType.PUSH_REJECTED, new TransportException(URL + ": 411 Length Required"));
        assertRefused(ErrorType.PUSH_REJECTED, new TransportException(URL + ": 413 Request Entity Too Large"));
        assertRefused(ErrorType.PUSH_REJECTED, new TransportException(URL + ": 413 Content Too Large"));
        assertWaits(new TransportException(URL + ": 429 too large a number of requests"));
    }

    @Test
    void aRemoteThatNamesItsObjectsByAnotherHashIsNoOutage() {
        String line = "'" + "9b87bb95".repeat(8) + " refs/heads/main'";

        assertRefused(
                ErrorType.UNSUPPORTED, new PackProtocolException(URL + ": Invalid ref advertisement line: " + line));
        assertWaits(new TransportException(URL + ": no answer about " + line));
    }

    @Test
    void aRemoteThatIsAShallowCloneIsNoOutage() {
        String line = "'shallow " + "9b87bb95".repeat(5) + "'";

        assertRefused(
                ErrorType.UNSUPPORTED, new PackProtocolException(URL + ": Invalid ref advertisement line: " + line));
        assertWaits(new TransportException(URL + ": no answer about " + line));
    }

    /** A run tried for a day, and received the pack anew each time. */
    @Test
    void anObjectThatIsTooLargeToBeReceivedIsNotWaitedFor() {
        assertRefused(
                ErrorType.UNSUPPORTED,
                new TransportException(URL, new TooLargeObjectInPackException(2_400_000_000L, Integer.MAX_VALUE - 8)));
    }

    @Test
    void anObjectThatIsGoneIsABrokenRepository() {
        assertRefused(
                ErrorType.REPOSITORY_CORRUPT,
                new TransportException(URL, new MissingObjectException(ObjectId.zeroId(), "blob")));
    }

    @Test
    void whatIsSortedAlreadyStaysAsItIs() {
        RefusedException sorted = new RefusedException(ErrorType.BRANCH_MISSING, "no branch");

        assertThat(errors.sort(new IOException(sorted))).isSameAs(sorted);
    }

    @Test
    void aDefectIsNotTakenForTheNetworks() {
        IllegalStateException defect = new IllegalStateException("index out of range");

        assertThatThrownBy(() -> errors.sort(defect)).isSameAs(defect);
    }

    private void assertWaits(Exception error) {
        assertThat(errors.sort(error)).isInstanceOf(RemoteUnavailableException.class);
    }

    private void assertRefused(ErrorType type, Exception error) {
        GitException sorted = errors.sort(error);
        assertThat(sorted).isInstanceOf(RefusedException.class);
        assertThat(((RefusedException) sorted).type()).isEqualTo(type);
    }
}
