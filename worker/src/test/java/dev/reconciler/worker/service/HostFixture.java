package dev.reconciler.worker.service;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.server.FullServer;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.situations.RepositoryPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A host with one repository, whose name no other test of this run has, and the program on it. */
final class HostFixture {
    private static final AtomicInteger HOSTS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final String host;
    private final String id;
    private final String setup;
    private final RepositoryPair pair;
    private final String address;
    private String more = "";
    private String remote = "remote.git";

    private HostFixture(Path folder, String host, String id, String setup, String address) {
        this.folder = folder;
        this.host = host;
        this.id = id;
        this.setup = setup;
        this.pair = new RepositoryPair(folder, "data");
        this.address = address;
    }

    /** A host whose clone, with a work tree, and remote agree. */
    static HostFixture on(FullServer server, Path root) {
        return on(server, root, "");
    }

    /** @param setup commands of git, the shell and repository-commands.sh, after both sides agree */
    static HostFixture on(FullServer server, Path root, String setup) {
        return at(server.address(), root, setup);
    }

    static HostFixture at(String address, Path root, String setup) {
        String host = "host-" + HOSTS.incrementAndGet();
        try {
            Path folder = Files.createDirectory(root.resolve(host));
            HostFixture fixture = new HostFixture(folder, host, "data-of-" + host, setup, address);
            fixture.pair.script(RepositoryPair.WORK_TREE + setup);
            return fixture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another host that has this one's id configured too. */
    HostFixture twin(Path root) {
        HostFixture other = at(address, root, setup);
        return new HostFixture(other.folder, other.host, id, setup, address);
    }

    /** With more keys of the repository. */
    HostFixture with(String keys) {
        more = ", " + keys;
        return this;
    }

    /** The folder that has the clone and the remote. */
    Path folder() {
        return folder;
    }

    /** With a remote that is elsewhere. */
    HostFixture remoteAt(String url) {
        remote = url;
        return this;
    }

    HostFixture script(String script) {
        pair.script(script);
        return this;
    }

    String host() {
        return host;
    }

    String id() {
        return id;
    }

    String workflowId() {
        return "reconcile/" + id();
    }

    RepositoryPair pair() {
        return pair;
    }

    /** The program with this host's configuration as it is now. No run starts by itself: the test asks for each. */
    Program program() {
        try {
            Files.writeString(folder.resolve("reconciler.yaml"), """
                    temporal: { address: "%s" }
                    host: %s
                    state: state
                    webhook: { listen: "127.0.0.1:0" }
                    repositories:
                      - { id: %s, path: data, remote: "%s", branch: main, watch: false%s }
                    """.formatted(address, host, id(), remote, more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Program.in(folder).with("RECONCILER_LOG", "info");
    }

    Program.Running worker() {
        return program().start("worker");
    }

    String local() {
        return tip(pair.local());
    }

    String remote() {
        return tip(pair.remote());
    }

    private static String tip(Path repository) {
        return NativeGit.in(repository)
                .attempt("rev-parse", "-q", "--verify", "refs/heads/main")
                .output()
                .strip();
    }

    boolean agrees() {
        return !local().isEmpty() && local().equals(remote());
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
    }
}
