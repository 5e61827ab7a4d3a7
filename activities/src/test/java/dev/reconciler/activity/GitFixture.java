package dev.reconciler.activity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.contract.RepositoryFixture;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.reload.ReloadCall;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A host with a clone that has a work tree, a bare remote, the clone of another host that pushes to it, and an
 * application that answers over HTTP. What a person or another host does, native git does.
 */
final class GitFixture implements RepositoryFixture {
    /** Nothing listens there. */
    private static final String AWAY = "git://127.0.0.1:1/remote.git";

    private final NativeGit remote;
    private final NativeGit other;
    private final RepositorySettings settings;
    private final NativeGit local;
    private final HttpServer application;
    private final AtomicInteger reloads = new AtomicInteger();
    private volatile boolean failsNext;

    private GitFixture(NativeGit remote, NativeGit other, RepositorySettings settings, HttpServer application) {
        this.remote = remote;
        this.other = other;
        this.settings = settings;
        this.local = NativeGit.in(settings.path());
        this.application = application;
    }

    static GitFixture in(Path folder) throws IOException {
        NativeGit remote = NativeGit.initBare(folder.resolve("remote.git"));
        NativeGit other = NativeGit.init(folder.resolve("other"));
        other.run("remote", "add", "origin", remote.directory().toString());
        other.commit("file.txt", "base\n");
        other.run("push", "-q", "origin", "main");
        NativeGit.clone(remote.directory().toString(), folder.resolve("data"));
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        GitFixture fixture = new GitFixture(
                remote, other, TestRepositories.settings(folder.resolve("data"), remote.directory()), application);
        application.createContext("/reload", fixture::answer);
        application.start();
        return fixture;
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean fails = failsNext;
        failsNext = false;
        reloads.addAndGet(fails ? 0 : 1);
        exchange.sendResponseHeaders(fails ? 401 : 204, -1);
        exchange.close();
    }

    @Override
    public RepositoryActivities host() {
        return host(settings, Optional.empty());
    }

    @Override
    public RepositoryActivities hostWithoutRemote() {
        return host(TestRepositories.settings(settings.path(), AWAY), Optional.empty());
    }

    @Override
    public RepositoryActivities hostWithApplication() {
        return host(settings, Optional.of(new ReloadCall(reloadUrl(), Optional.empty())));
    }

    /** The activities of a plan, with an application. */
    RepositoryActivities planningHost() {
        return new PlanActivities(hosted(settings, Optional.of(new ReloadCall(reloadUrl(), Optional.empty()))));
    }

    private URI reloadUrl() {
        return URI.create("http://127.0.0.1:" + application.getAddress().getPort() + "/reload");
    }

    /** Every ref of both sides, and the state of the work tree; the clone's part is missing where there is no clone. */
    String snapshot() {
        return remote.refs()
                + "\n"
                + (Files.exists(settings.path())
                        ? local.refs() + "\n" + local.run("rev-parse", "HEAD") + "\n"
                                + local.run("status", "--porcelain")
                        : "no clone");
    }

    private static RepositoryActivities host(RepositorySettings settings, Optional<ReloadCall> reload) {
        return new HostActivities(hosted(settings, reload));
    }

    private static HostedRepositories hosted(RepositorySettings settings, Optional<ReloadCall> reload) {
        return new HostedRepositories(
                "here", List.of(new HostedRepository(settings, reload)), HostConcurrency.ofMachine());
    }

    @Override
    public RepositoryBranch target() {
        return new RepositoryBranch(settings.id(), settings.branch());
    }

    @Override
    public CommitId local() {
        return new CommitId(local.id("refs/heads/main").name());
    }

    @Override
    public CommitId remote() {
        return new CommitId(remote.id("refs/heads/main").name());
    }

    @Override
    public Map<BranchName, CommitId> conflicts() {
        return refs(remote, "refs/heads/conflicts").entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> new BranchName(entry.getKey().substring("refs/heads/".length())),
                        Map.Entry::getValue));
    }

    @Override
    public Map<String, CommitId> kept() {
        return refs(local, "refs/rewound");
    }

    private static Map<String, CommitId> refs(NativeGit git, String below) {
        return git.run("for-each-ref", "--format=%(refname) %(objectname)", below)
                .lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(ref -> ref[0], ref -> new CommitId(ref[1])));
    }

    @Override
    public void commitLocally(String change) {
        local.commit(change + ".txt", change + "\n");
    }

    @Override
    public void commitRemotely(String change) {
        followRemote("origin/main");
        other.commit(change + ".txt", change + "\n");
        other.run("push", "-q", "origin", "HEAD:main");
    }

    private void followRemote(String revision) {
        other.run("fetch", "-q", "origin");
        other.run("reset", "-q", "--hard", revision);
    }

    @Override
    public void takeOverLocally(String newest) {
        local.run("merge", "-q", "--ff-only", remote().toString());
    }

    @Override
    public void commitConflicting() {
        local.commit("file.txt", "local\n");
        followRemote("origin/main");
        other.commit("file.txt", "remote\n");
        other.run("push", "-q", "origin", "HEAD:main");
    }

    @Override
    public void commitMergeResolvedByHand() {
        local.run("checkout", "-q", "-b", "side");
        local.commit("side.txt", "side\n");
        local.run("checkout", "-q", "main");
        local.commit("main.txt", "main\n");
        local.run("merge", "-q", "--no-commit", "side");
        local.commit("by-hand.txt", "by hand\n");
    }

    @Override
    public void takeBackRemotely(String newest) {
        followRemote("origin/main^");
        other.run("push", "-q", "--force", "origin", "HEAD:main");
    }

    @Override
    public void replaceRemoteHistory() {
        replaceHistory(other);
        other.run("push", "-q", "--force", "origin", "HEAD:main");
    }

    @Override
    public void replaceLocalHistory() {
        replaceHistory(local);
    }

    private static void replaceHistory(NativeGit git) {
        git.run("checkout", "-q", "--orphan", "another");
        git.commit("another.txt", "another\n");
        git.run("checkout", "-q", "-B", "main");
    }

    @Override
    public void removeClone() {
        try (Stream<Path> all = Files.walk(settings.path())) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void removeConflicts() {
        conflicts().keySet().forEach(branch -> remote.run("update-ref", "-d", branch.ref()));
    }

    @Override
    public void beginMerge() {
        local.run("update-ref", "MERGE_HEAD", "HEAD");
    }

    @Override
    public void putFileInTheWayOf(String change) {
        local.write(change + ".txt", "a person's\n");
    }

    @Override
    public void failNextReload() {
        failsNext = true;
    }

    @Override
    public int reloads() {
        return reloads.get();
    }

    @Override
    public void close() {
        application.stop(0);
    }
}
