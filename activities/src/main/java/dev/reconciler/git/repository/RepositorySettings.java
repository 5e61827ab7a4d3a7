package dev.reconciler.git.repository;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.nio.file.Path;

/**
 * A data repository as its host's configuration has it.
 *
 * @param path the bare repository, or the work tree
 * @param remoteUrl the remote's URL or path, free of secrets
 * @param bare how a clone that is missing is made; says nothing about one that exists
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

    /** The same for a clone that is made elsewhere. */
    public RepositorySettings at(Path other) {
        return new RepositorySettings(id, other, remoteUrl, remoteName, branch, bare, credentials, identity);
    }
}
