package dev.reconciler.git.repository;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the host's configuration says of one data repository.
 *
 * @param path the bare repository, or the work tree
 * @param remoteUrl the remote's URL or path, free of secrets
 * @param bare whether a clone that has to be made is a bare one; says nothing of a clone that exists
 * @param identity the committer of replayed commits
 * @param signing the key that replayed commits are signed with; null: they are signed as git's settings say
 */
public record RepositorySettings(
        RepositoryId id,
        Path path,
        String remoteUrl,
        String remoteName,
        BranchName branch,
        boolean bare,
        RemoteCredentials credentials,
        CommitterIdentity identity,
        @Nullable SigningKey signing) {

    public RepositorySettings {
        path = path.toAbsolutePath().normalize();
    }

    /** Settings that leave it to git's whether replayed commits are signed. */
    public RepositorySettings(
            RepositoryId id,
            Path path,
            String remoteUrl,
            String remoteName,
            BranchName branch,
            boolean bare,
            RemoteCredentials credentials,
            CommitterIdentity identity) {
        this(id, path, remoteUrl, remoteName, branch, bare, credentials, identity, null);
    }

    /** The same settings for a clone that is made in another folder. */
    public RepositorySettings withPath(Path other) {
        return new RepositorySettings(id, other, remoteUrl, remoteName, branch, bare, credentials, identity, signing);
    }

    /** The same remote, with the same credentials, for another branch of it. */
    public RepositorySettings withBranch(RepositoryId owner, BranchName other) {
        return new RepositorySettings(owner, path, remoteUrl, remoteName, other, bare, credentials, identity, signing);
    }
}
