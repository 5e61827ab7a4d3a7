package dev.reconciler.git.remote.refusal;

import static dev.reconciler.git.remote.refusal.ActingPerson.COMMITTER;
import static dev.reconciler.git.remote.refusal.ActingPerson.NOBODY;
import static dev.reconciler.git.remote.refusal.ActingPerson.OPERATOR;
import static dev.reconciler.git.remote.refusal.ActingPerson.REMOTE_ADMINISTRATOR;

import dev.reconciler.model.ErrorType;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a remote refuses, and what is to be done. The word is what results show as {@code reason}. */
public enum RefusalReason {
    SECRET_FOUND(
            "secret-found",
            ErrorType.PUSH_REJECTED,
            COMMITTER,
            "revoke the secret and take it out of the commits, or allow it at the address that the remote names"),
    SIGNATURE_WANTED(
            "signature-wanted",
            ErrorType.PUSH_REJECTED,
            OPERATOR,
            "have the commits signed (`signing`, and commit.gpgSign of the application), with a key that the remote knows"),
    PRIVATE_EMAIL(
            "private-email",
            ErrorType.PUSH_REJECTED,
            COMMITTER,
            "write the commits with an e-mail address that may be public"),
    AUTHOR_RULE(
            "author-rule",
            ErrorType.PUSH_REJECTED,
            COMMITTER,
            "use a name and an e-mail address that the remote takes (`identity` for replayed commits), or have its rule"
                    + " relaxed"),
    MESSAGE_RULE(
            "message-rule",
            ErrorType.PUSH_REJECTED,
            COMMITTER,
            "write messages as the remote's rule wants them, or have the rule relaxed"),
    AGREEMENT_WANTED(
            "agreement-wanted", ErrorType.PUSH_REJECTED, OPERATOR, "sign the agreement there, as the user who pushes"),
    LFS_MISSING(
            "lfs-missing",
            ErrorType.PUSH_REJECTED,
            COMMITTER,
            "upload the large files (git lfs push --all), which this program does not do"),
    FILE_RULE(
            "file-rule",
            ErrorType.PUSH_REJECTED,
            COMMITTER,
            "take the named files out of the commits, or have the rule relaxed"),
    WORKFLOW_SCOPE(
            "workflow-scope",
            ErrorType.PUSH_REJECTED,
            OPERATOR,
            "give a token that may change workflows (scope `workflow`), or leave these files alone"),
    TOO_LARGE(
            "too-large",
            ErrorType.PUSH_REJECTED,
            COMMITTER,
            "make the commits smaller, or have the size raised that the server takes"),
    UNKNOWN_LENGTH(
            "unknown-length",
            ErrorType.PUSH_REJECTED,
            OPERATOR,
            "set git's http.postBuffer to more than what is pushed, and the memory (java -Xmx) to eight times that"),
    QUOTA_EXCEEDED(
            "quota-exceeded", ErrorType.PUSH_REJECTED, REMOTE_ADMINISTRATOR, "raise the quota, or make room there"),
    OBJECTS_REFUSED(
            "objects-refused",
            ErrorType.PUSH_REJECTED,
            COMMITTER,
            "mend the named object (git fsck --strict shows it), or have the check relaxed (receive.fsck.* there)"),
    ARCHIVED(
            "archived",
            ErrorType.PUSH_REJECTED,
            REMOTE_ADMINISTRATOR,
            "open the repository for changes again, or name another `remote`"),
    READ_ONLY(
            "read-only",
            ErrorType.PUSH_REJECTED,
            REMOTE_ADMINISTRATOR,
            "make the repository writable there, or name the `remote` that it is a copy of"),
    STATUS_CHECK(
            "status-check",
            ErrorType.PUSH_REJECTED,
            REMOTE_ADMINISTRATOR,
            "let this user push without the checks, or name another `branch`"),
    LINEAR_HISTORY(
            "linear-history",
            ErrorType.PUSH_REJECTED,
            COMMITTER,
            "rebase the commits so that no merge is among them, or have the rule relaxed"),
    REVIEW_WANTED(
            "review-wanted",
            ErrorType.PUSH_REJECTED,
            REMOTE_ADMINISTRATOR,
            "let this user push without a review, or name a `branch` that needs none"),
    PROTECTED_BRANCH(
            "protected-branch",
            ErrorType.PUSH_REJECTED,
            REMOTE_ADMINISTRATOR,
            "let this user push to the branch, or name another `branch`"),
    RULE_SET(
            "rule-set",
            ErrorType.PUSH_REJECTED,
            REMOTE_ADMINISTRATOR,
            "let this user pass the rules of the repository, or have the commits changed as they want"),
    RENAMED(
            "renamed",
            ErrorType.REPOSITORY_MISSING,
            OPERATOR,
            "make the address that the remote names `remote` in the configuration"),
    TEMPORARILY_READ_ONLY("temporarily-read-only", null, NOBODY, "wait"),
    EXPIRED_TOKEN(
            "expired-token", ErrorType.ACCESS_DENIED, OPERATOR, "make a new token or password, for `credentials`"),
    TOKEN_WANTED(
            "token-wanted",
            ErrorType.ACCESS_DENIED,
            OPERATOR,
            "give a token in place of the account's password, in `credentials`"),
    SCOPE_MISSING(
            "scope-missing", ErrorType.ACCESS_DENIED, OPERATOR, "give the token the right to write to repositories"),
    SINGLE_SIGN_ON(
            "single-sign-on",
            ErrorType.ACCESS_DENIED,
            OPERATOR,
            "authorize the token or key for the organization, at the address that the remote names"),
    ADDRESS_NOT_ALLOWED(
            "address-not-allowed",
            ErrorType.ACCESS_DENIED,
            REMOTE_ADMINISTRATOR,
            "put this host's address on the list of those that are allowed"),
    ACCOUNT_BLOCKED(
            "account-blocked", ErrorType.ACCESS_DENIED, REMOTE_ADMINISTRATOR, "unblock the account of `credentials`"),
    REPOSITORY_DISABLED(
            "repository-disabled", ErrorType.ACCESS_DENIED, REMOTE_ADMINISTRATOR, "ask the forge to open it again"),
    NO_WRITE_ACCESS(
            "no-write-access",
            ErrorType.ACCESS_DENIED,
            REMOTE_ADMINISTRATOR,
            "give the user, token or key of `credentials` the right to push"),
    UNTRUSTED_OWNER(
            "untrusted-owner",
            ErrorType.ACCESS_DENIED,
            REMOTE_ADMINISTRATOR,
            "allow the repository there (git config --global --add safe.directory), or give it to the server's user"),
    PROXY_LOGIN(
            "proxy-login",
            ErrorType.ACCESS_DENIED,
            OPERATOR,
            "give the proxy its login (user and password, before its host)"),
    TLS_REFUSED(
            "tls-refused",
            ErrorType.ACCESS_DENIED,
            OPERATOR,
            "give git what the server wants: a certificate of this host (http.sslCert, http.sslKey), or TLS 1.2 or later"
                    + " on both sides (http.sslVersion)"),
    REDIRECTED(
            "redirected",
            ErrorType.ACCESS_DENIED,
            OPERATOR,
            "make the address to which it redirects `remote`, or allow that in git's settings (http.followRedirects)"),
    HOST_KEY(
            "host-key",
            ErrorType.ACCESS_DENIED,
            OPERATOR,
            "compare the host's key with the one that its owner names, and put it into `knownHosts`"),
    LOGIN_REFUSED(
            "login-refused",
            ErrorType.ACCESS_DENIED,
            OPERATOR,
            "check `credentials` and what they may do there; over SSH without them, the keys, agent or core.sshCommand"
                    + " of the user that runs this program were tried"),
    NOT_FOUND("not-found", ErrorType.REPOSITORY_MISSING, OPERATOR, "create it there, or correct `remote`"),
    DAMAGED_REMOTE(
            "damaged-remote",
            ErrorType.REPOSITORY_CORRUPT,
            REMOTE_ADMINISTRATOR,
            "look at what the remote holds (git fsck there): it has objects that git refuses"),
    PASSING("passing", null, NOBODY, "wait");

    private final String wire;
    private final @Nullable ErrorType type;
    private final ActingPerson person;
    private final String todo;

    RefusalReason(String wire, @Nullable ErrorType type, ActingPerson person, String todo) {
        this.wire = wire;
        this.type = type;
        this.person = person;
        this.todo = todo;
    }

    /**
     * The reason that a word stands for.
     *
     * @throws IllegalArgumentException if it is none
     */
    static RefusalReason of(String wire) {
        return Arrays.stream(values())
                .filter(reason -> reason.wire.equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reason: " + wire));
    }

    /** The word that users see. */
    public String wire() {
        return wire;
    }

    /** What the run fails with; empty where nobody must act and the run waits. */
    public Optional<ErrorType> type() {
        return Optional.ofNullable(type);
    }

    /** Who must act. */
    public ActingPerson person() {
        return person;
    }

    /** What that person does, as the rest of a sentence. */
    public String todo() {
        return todo;
    }
}
