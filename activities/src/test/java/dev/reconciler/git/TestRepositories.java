package dev.reconciler.git;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.nio.file.Path;

/** Settings of repositories that tests make. */
public final class TestRepositories {
    private TestRepositories() {}

    /** A repository on branch main with a remote on the disk. */
    public static RepositorySettings settings(Path path, Path remote) {
        return settings(path, remote.toString());
    }

    /** A repository on branch main without credentials. */
    public static RepositorySettings settings(Path path, String remoteUrl) {
        return new RepositorySettings(
                RepositoryId.ofPath(path.toString()),
                path,
                remoteUrl,
                "origin",
                new BranchName("main"),
                path.toString().endsWith(".git"),
                new Credentials.None(),
                new Identity("Data Reconciler", "reconciler@example.org"));
    }
}
