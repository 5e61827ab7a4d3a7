package dev.reconciler.git.remote.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole answers, as remotes give them. */
class RefusalTableTest {
    private static final Path PAGE = Path.of("../docs/refusals.md");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            secret-found        | error: GH013: Repository rule violations found for refs/heads/main. - GITHUB PUSH PROTECTION - Push cannot contain secrets (?) To push, remove secret from commit(s) or follow this URL
            secret-found        | GitLab: PUSH BLOCKED: Secrets detected in code changes
            secret-found        | VS403654: The push was rejected because it contains one or more secrets.
            signature-wanted    | error: GH013: Repository rule violations found for refs/heads/master. - Commits must have verified signatures.
            signature-wanted    | GitLab: Commit must be signed with a GPG key
            signature-wanted    | Gitea: branch main is protected from unverified commit 0123abc
            private-email       | error: GH007: Your push would publish a private email address.
            author-rule         | GitLab: You cannot push commits for 'a@example.org'. You can only push commits if the committer email is one of your own verified emails.
            author-rule         | GitLab: Author's email 'a@example.org' does not follow the pattern '@corp$'
            author-rule         | ERROR: commit 53054b9: email address a@example.org is not registered in your account, and you lack 'forge author' permission.
            author-rule         | refs/heads/master: deadbeef: expected committer email 'correct@email.com' but found 'wrong@email.com'
            author-rule         | GitLab: Comitter email 'a@example.org' is not verified.
            rule-set            | GitLab: Branch name does not follow the pattern '^(main|feature/.*)$'
            message-rule        | GitLab: Commit message does not follow the pattern '[A-Z]+-[0-9]+'
            message-rule        | ERROR: commit 4acd093: missing Change-Id in message footer
            message-rule        | (commit 1d9951c: not Signed-off-by author/committer/uploader in message footer)
            agreement-wanted    | A Contributor Agreement must be completed before uploading
            lfs-missing         | error: GH008: Your push referenced at least 8 unknown Git LFS objects:
            lfs-missing         | GitLab: LFS objects are missing. Ensure LFS is properly set up or try a manual "git lfs push --all".
            workflow-scope      | refusing to allow an OAuth App to create or update workflow `.github/workflows/ci.yml` without `workflow` scope
            workflow-scope      | refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission
            file-rule           | Gitea: branch main is protected from changing file secrets.yml
            file-rule           | GitLab: File name id_rsa was prohibited by the pattern "id_rsa$".
            too-large           | error: File data.json is 135.33 MB; this exceeds GitHub's file size limit of 100.00 MB error: GH001: Large files detected.
            too-large           | GitLab: File "file.bin" is larger than the allowed size of 1 MB. Use Git LFS to manage this file.
            too-large           | fatal: pack exceeds maximum allowed size (3.50 GiB)
            too-large           | Pack exceeds the limit of 1,000 bytes, rejecting the pack
            too-large           | 413 Request Entity Too Large
            unknown-length      | 411 Length Required
            quota-exceeded      | Your push has been rejected, because this repository has exceeded its size limit of 100 MB by 160 MB.
            quota-exceeded      | Forgejo: Quota exceeded
            quota-exceeded      | Repository is over the size limit (4 GB) and will not accept further additions.
            objects-refused     | error: object 0123: missingEmail: invalid author/committer line - missing email fatal: fsck error in packed object
            archived            | This repository was archived so it is read-only.
            archived            | This repo is archived. You can view files and clone it, but cannot push or open issues/pull-requests.
            read-only           | prohibited by Gerrit: project state does not permit write
            read-only           | Mirror Repository org/data is read-only
            status-check        | error: GH006: Protected branch update failed for refs/heads/main. error: 4 of 4 required status checks are expected.
            linear-history      | error: GH013: Repository rule violations found - This branch must not contain merge commits.
            review-wanted       | error: GH006: Protected branch update failed for refs/heads/main. error: Changes must be made through a pull request.
            review-wanted       | error: GH006: Protected branch update failed for refs/heads/main. error: At least 1 approving review is required by reviewers with write access.
            review-wanted       | Branch refs/heads/develop can only be modified through pull requests.
            review-wanted       | TF402455: Pushes to this branch are not permitted; you must use a pull request to update this branch.
            review-wanted       | prohibited by Gerrit: not permitted: update
            protected-branch    | error: GH006: Protected branch update failed for refs/heads/main. error: You're not authorized to push to this branch.
            protected-branch    | GitLab: You are not allowed to push code to protected branches on this project.
            protected-branch    | Gitea: Not allowed to push to protected branch main
            protected-branch    | Permission denied to update branch main.
            rule-set            | push declined due to repository rule violations
            renamed             | Project 'org/old' was moved to 'org/new'. Please update your Git remote: git remote set-url origin https://gitlab.example.org/org/new.git
            temporarily-read-only | The repository is temporarily read-only. Please try again later.
            expired-token       | Your password expired. Please access GitLab from a web browser to update your password.
            token-wanted        | Support for password authentication was removed on August 13, 2021.
            token-wanted        | HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you're required to use a token instead of a password.
            token-wanted        | Bitbucket Cloud recently stopped supporting account passwords for Git authentication.
            single-sign-on      | The 'acme' organization has enabled or enforced SAML SSO. To access this repository, visit https://github.com/orgs/acme/sso
            address-not-allowed | Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.
            account-blocked     | Your account is suspended. Please visit https://support.github.com for more information.
            account-blocked     | Your account has been blocked.
            repository-disabled | Access to this repository has been disabled by GitHub staff.
            tls-refused         | Secure connection could not be established because of SSL problems: Received fatal alert: protocol_version
            tls-refused         | SSL problems: Received fatal alert: certificate_required
            tls-refused         | SSL problems: No appropriate protocol (protocol is disabled or cipher suites are inappropriate)
            proxy-login         | connection failed: SOCKS : authentication failed
            redirected          | Cannot redirect because http.followRedirects is false (HTTP status 301)
            redirected          | Redirected more than 20 times; aborted at https://a/b -> https://a/c
            redirected          | 307 Temporary Redirect
            no-write-access     | This deploy key does not have write access to this project.
            no-write-access     | ERROR: The key you are authenticating with has been marked as read only.
            no-write-access     | Permission to org/data.git denied to bot.
            no-write-access     | Gitea: User permission denied for writing.
            no-write-access     | You are not allowed to push code to this project.
            passing             | You are not authorized unless you are staff. Connection closed by 192.0.2.1 port 22
            passing             | Access denied to all but staff; copying is not permitted. Timeout, server git.example.org not responding.
            login-refused       | You are not authorized unless you are staff. git@git.example.org: Permission denied (publickey).
            login-refused       | git@jump.example.org: Permission denied (publickey). Connection closed by UNKNOWN port 65535
            login-refused       | Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures
            host-key            | Host key verification failed. kex_exchange_identification: Connection closed by remote host
            """)
    void theWordsOfARemoteLeadToTheReason(String reason, String said) {
        assertThat(RefusalTable.find(said)).map(RefusalReason::wire).contains(reason);
    }

    @Test
    void whatARepositoryIsCalledSaysNothing() {
        assertThat(RefusalTable.find("https://example.org/gh013:/host key.git: Connection reset"))
                .isEmpty();
    }

    @Test
    void eachReasonHasARowAndEachRowIsFoundByItsWordsOnThePage() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);

        assertThat(RefusalTable.rows()).allSatisfy(row -> assertThat(lines).anySatisfy(line -> assertThat(line)
                .contains(row.speaker(), "`" + row.reason().wire() + "`", row.source())));
        Set<RefusalReason> reasons =
                RefusalTable.rows().stream().map(KnownRefusal::reason).collect(Collectors.toSet());
        assertThat(reasons).containsExactlyInAnyOrder(RefusalReason.values());
        assertThat(Arrays.stream(RefusalReason.values()))
                .allSatisfy(reason -> assertThat(lines).anySatisfy(line -> assertThat(line)
                        .startsWith("| `" + reason.wire() + "` |")
                        .contains(reason.todo())));
    }
}
