package dev.reconciler.git.remote.transport;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.remote.http.SameServer;
import dev.reconciler.git.remote.settings.AllowedProtocols;
import dev.reconciler.git.remote.settings.RewrittenUrl;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.ErrorType;
import org.eclipse.jgit.transport.URIish;

/**
 * Where one transport leads, and what it logs in with.
 *
 * @param uri the configured URL, rewritten by git's {@code insteadOf}
 * @param credentials those of the configuration; none where the URL was rewritten to another server
 * @param isRedirected whether there are credentials that this target must not get
 * @param remoteName git's name of the remote in the clone
 * @param settings what git's settings say of the way
 */
record RemoteTarget(
        URIish uri,
        RemoteCredentials credentials,
        boolean isRedirected,
        String remoteName,
        TransportSettings settings) {
    /**
     * Where a fetch goes.
     *
     * @throws RefusedException of type Configuration if the URL is of a kind that is not allowed
     */
    static RemoteTarget forFetch(RepositorySettings repository, TransportSettings settings) {
        return of(repository, RewrittenUrl.of(repository.remoteUrl(), settings).fetch(), settings);
    }

    /**
     * Where a push goes.
     *
     * @throws RefusedException of type Configuration if the URL is of a kind that is not allowed
     */
    static RemoteTarget forPush(RepositorySettings repository, TransportSettings settings) {
        return of(repository, RewrittenUrl.of(repository.remoteUrl(), settings).push(), settings);
    }

    private static RemoteTarget of(RepositorySettings repository, String url, TransportSettings settings) {
        URIish uri = GitUrl.parse(url);
        boolean mayLogIn =
                url.equals(repository.remoteUrl()) || SameServer.is(GitUrl.parse(repository.remoteUrl()), uri);
        RemoteCredentials credentials = mayLogIn ? repository.credentials() : new RemoteCredentials.NoCredentials();
        RemoteTarget target = new RemoteTarget(
                uri, credentials, !credentials.equals(repository.credentials()), repository.remoteName(), settings);
        AllowedProtocols.check(target.protocol(), settings);
        target.refuseGitProxy();
        return target;
    }

    // git reaches git:// by a program then, which may well be the only way to the host.
    private void refuseGitProxy() {
        boolean named = !settings.variable("GIT_PROXY_COMMAND").orElse("").isEmpty()
                || settings.git().values("core", null, "gitProxy").stream().anyMatch(this::isForThisHost);
        if (protocol().equals("git") && named) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    "git's setting core.gitProxy or GIT_PROXY_COMMAND names a program that reaches " + uri.getHost()
                            + ", which is not run here; give an https:// or ssh:// URL as `remote`");
        }
    }

    // "program for example.org", or a program alone for every host; see git_proxy_command_options in connect.c.
    private boolean isForThisHost(String proxy) {
        String[] parts = proxy.split(" for ", 2);
        boolean matches = parts.length == 1 || ("." + uri.getHost()).endsWith("." + parts[1]);
        return matches && !parts[0].equals("none");
    }

    boolean isHttp() {
        return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    }

    /** Whether the remote is a path of this host. */
    boolean isOnDisk() {
        return uri.getHost() == null;
    }

    private String protocol() {
        if (uri.getScheme() != null) {
            return uri.getScheme();
        }
        return isOnDisk() ? "file" : "ssh";
    }
}
