package dev.reconciler.git.remote.transport;

import dev.reconciler.git.discovery.RepositoryOwnership;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.remote.http.LibraryHttpSettings;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.repository.SyncedRepository;
import dev.reconciler.git.settings.GitSystemReader;
import dev.reconciler.git.settings.InstalledGit;
import dev.reconciler.model.ErrorType;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * Opens transports to one remote, by the URL of the configuration, as {@code git fetch <url>} and {@code git push <url>}
 * reach it: {@code insteadOf} and {@code pushInsteadOf} are applied. The URLs in the remote's section of the clone's own
 * settings are not read, so no {@code pushurl} or {@code uploadpack} there takes effect.
 */
public final class TransportOpener {
    static {
        GitSystemReader.install();
    }

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /**
     * From this number of refs on, one more request is quicker than an answer with every ref, which is then about a
     * hundred kilobytes.
     */
    private static final int MANY_REFS = 1_000;

    // For the whole process: each activity makes an opener of its own.
    private static final Set<URIish> LARGE = ConcurrentHashMap.newKeySet();

    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private final RepositorySettings settings;
    private final URIish uri;

    /** @throws RefusedException of type Configuration if the URL is of a kind that is not allowed */
    public TransportOpener(RepositorySettings settings) {
        this.settings = settings;
        this.uri = GitUrl.parse(settings.remoteUrl());
    }

    /**
     * Opens a transport to fetch, which connects at its first use.
     *
     * @param local null where there is no local repository, and the remote is only asked for its refs
     * @param deadline its rest bounds each read of the transport; {@link Deadline} itself bounds the whole
     * @throws RefusedException of type Unsupported if the remote is a repository on this disk that belongs to another
     *     user, or a setting asks for what can't be done; of type Configuration if a setting forbids the transport
     */
    public Transport open(@Nullable Repository local, Deadline deadline) throws IOException {
        return open(local, deadline, fetchTarget(TransportSettings.of(local)));
    }

    /**
     * The same, to fetch into a clone that is being made. Git makes one from the folder in which it was started: a program
     * for ssh runs where this process does, as it does for the first look at the remote.
     */
    public Transport openFirst(Repository made, Deadline deadline) throws IOException {
        return open(made, deadline, fetchTarget(TransportSettings.of(made)), null);
    }

    /** Where a fetch goes with these settings of git. */
    RemoteTarget fetchTarget(TransportSettings git) {
        return RemoteTarget.forFetch(settings, git);
    }

    /**
     * Opens a transport to push. {@code url.<base>.pushInsteadOf} may lead it elsewhere than a fetch.
     *
     * @throws RefusedException as {@link #open(Repository, Deadline)}, and of type Unsupported if the remote is a bundle,
     *     or has hooks that can't be run
     */
    public Transport openPush(Repository local, Deadline deadline) throws IOException {
        RemoteTarget target = RemoteTarget.forPush(settings, TransportSettings.of(local));
        if (target.isOnDisk() && Files.isRegularFile(Path.of(target.uri().getPath()))) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    target.uri().getPath()
                            + " is a bundle, to which nothing can be pushed; make a repository `remote`");
        }
        return open(local, deadline, target);
    }

    /** Opens a transport to a target. */
    Transport open(@Nullable Repository local, Deadline deadline, RemoteTarget target) throws IOException {
        return open(local, deadline, target, findTop(local));
    }

    private Transport open(@Nullable Repository local, Deadline deadline, RemoteTarget target, @Nullable File folder)
            throws IOException {
        Optional<LocalRemote> onDisk = findLocalRemote(target);
        Transport transport = target.isHttp() ? openHttp(local, target) : openPlain(local, target);
        // A repository on this disk is packed without a word until all is packed, and nothing of it can be lost on its
        // way.
        Duration silence = target.isOnDisk() ? deadline.remaining() : limitSilence(deadline.remaining());
        // The library would print what the hooks of this repository say. Its errors have their words.
        transport.setHookOutputStream(NOWHERE);
        transport.setHookErrorStream(NOWHERE);
        transport.setTimeout((int) Math.max(1, silence.toSeconds()));
        TransportLogin.prepare(transport, target, folder);
        // Only in a repository of this process's own user: a hook runs with the rights of this process.
        if (onDisk.isPresent() && onDisk.get().owner() == RepositoryOwnership.RepositoryOwner.OURS) {
            runHooks(transport, target);
        }
        return transport;
    }

    // Git works at the top of the work tree, and in a bare clone where it was started: there. In a clone of another
    // user a relative path would name a program of that user's.
    private static @Nullable File findTop(@Nullable Repository local) {
        if (!(local instanceof SyncedRepository clone) || clone.isForeign()) {
            return null;
        }
        return clone.isBare() ? clone.getDirectory() : clone.getWorkTree();
    }

    private static Transport openPlain(@Nullable Repository local, RemoteTarget target) throws IOException {
        return local == null ? Transport.open(target.uri()) : Transport.open(local, target.uri());
    }

    // JGit reads the settings of HTTP from a repository. Where there is none, one in memory has them.
    private Transport openHttp(@Nullable Repository local, RemoteTarget target) throws IOException {
        Repository reads =
                local == null ? new InMemoryRepository(new DfsRepositoryDescription(target.remoteName())) : local;
        Config config = reads.getConfig();
        if (local != null && !LARGE.contains(uri)) {
            askOnce(config);
        }
        LibraryHttpSettings.apply(config, target.settings(), target.uri().toPrivateString());
        return Transport.open(reads, target.uri());
    }

    /**
     * Checks that a push to a repository on this disk does not move a branch that a work tree there has checked out.
     * Git's own receive-pack refuses that, and it is not run in a repository of another owner.
     *
     * @throws RefusedException of type PushRejected if a work tree there has the ref checked out
     */
    public void checkPush(Repository local, String ref) throws IOException {
        Optional<LocalRemote> remote = findLocalRemote(RemoteTarget.forPush(settings, TransportSettings.of(local)));
        if (remote.isPresent() && remote.get().owner() == RepositoryOwnership.RepositoryOwner.ALLOWED) {
            remote.get().refuseCheckedOut(ref);
        }
    }

    /**
     * The remote's repository on this disk; empty where the URL has a host, or no repository is there.
     *
     * @throws RefusedException of type Unsupported if it is another user's and git's settings don't allow it
     */
    private static Optional<LocalRemote> findLocalRemote(RemoteTarget target) throws IOException {
        return target.isOnDisk() ? LocalRemote.find(Path.of(target.uri().getPath())) : Optional.empty();
    }

    /** The git directory of a remote on this disk; empty where the remote is elsewhere, or can't be looked at. */
    public Optional<Path> findOnDisk(@Nullable Repository local) {
        try {
            return findLocalRemote(fetchTarget(TransportSettings.of(local))).map(LocalRemote::gitDir);
        } catch (IOException | RefusedException unreadable) {
            return Optional.empty();
        }
    }

    /** Takes the number of refs that the remote has just advertised, and so decides how it is asked from now on. */
    public void recordRefCount(int refs) {
        if (refs > MANY_REFS) {
            LARGE.add(uri);
        }
    }

    // With version 2 of the protocol a second request asks for single refs; with version 0 the answer to the first
    // request has all of them. Over HTTP each request costs a round trip. The repository's own setting wins, and
    // setString here changes the configuration in memory only.
    private static void askOnce(Config config) {
        if (config.getString("protocol", null, "version") == null) {
            config.setString("protocol", null, "version", "0");
        }
    }

    private static Duration limitSilence(Duration remaining) {
        return remaining.compareTo(LONGEST_SILENCE) < 0 ? remaining : LONGEST_SILENCE;
    }

    // JGit serves a path on this disk with its own receive-pack, which runs no hook of the remote. A command that is
    // not the default one is started as a process; "exec" makes it differ from the default and changes nothing else.
    private static void runHooks(Transport transport, RemoteTarget target) throws IOException {
        String path = target.uri().getPath();
        if (InstalledGit.find(System.getenv()).isPresent()) {
            transport.setOptionReceivePack("exec git receive-pack");
        } else if (hasHooks(Path.of(path))) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    path + " has hooks, which can't be run without git; install git on this host");
        }
    }

    // git init puts examples there, *.sample, which git never runs.
    private static boolean hasHooks(Path remote) throws IOException {
        Path inside =
                Files.isDirectory(remote.resolve(".git")) ? remote.resolve(".git/hooks") : remote.resolve("hooks");
        if (!Files.isDirectory(inside)) {
            return false;
        }
        try (var hooks = Files.list(inside)) {
            return hooks.anyMatch(
                    hook -> Files.isExecutable(hook) && !hook.toString().endsWith(".sample"));
        }
    }
}
