package dev.reconciler.git.repository;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.nio.file.Path;

/**
 * What the host's configuration says of one data repository.
 *
 * @param path the bare repository, or the work tree
 * @param remoteUrl the remote's URL or path, free of secrets
 * @param bare whether a clone that has to be made is a bare one; says nothing of a clone that exists
 */
public record RepositorySettings(
        RepositoryId id,
        Path path,
        String remoteUrl,
        String remoteName,
        BranchName branch,
        boolean bare,
        RemoteCredentials credentials,
        CommitterIdentity identity) {

    public RepositorySettings {
        path = path.toAbsolutePath().normalize();
    }

    /** The same settings for a clone that is made in another folder. */
    public RepositorySettings withPath(Path other) {
        return new RepositorySettings(id, other, remoteUrl, remoteName, branch, bare, credentials, identity);
    }
}
