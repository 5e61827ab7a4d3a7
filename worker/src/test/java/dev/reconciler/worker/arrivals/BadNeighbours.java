package dev.reconciler.worker.arrivals;

import dev.reconciler.worker.transports.GitDaemon;
import dev.reconciler.worker.transports.SilentServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/**
 * Three repositories that nobody wants beside his own: one whose remote takes the connection and never answers, one whose
 * remote refuses the connection, and a large one that is fetched again and again.
 */
final class BadNeighbours implements AutoCloseable {
    /** How many have a boot run that ends: the large one, which has nothing to do at first. */
    static final int BOOTED = 1;

    private static final String HANGS = "hangs";
    private static final String DOWN = "down";
    private static final String BIG = "big";

    private final Path root;
    private final BigRemote remote;
    private final SilentServer silent;
    private final GitDaemon daemon;

    /** Bound and not listened on: nobody else gets its port, and whoever connects is refused. */
    private final Socket closed = new Socket();

    private boolean isOver;

    /** Ends with the first of them that ends. The worker's end makes all of them fail. */
    private CompletableFuture<Object> load = new CompletableFuture<>();

    private int fetched;
    private long fetchedNanos;

    /** @param root of the worker's clones */
    BadNeighbours(Path root, SmallSample sample, BigRemote remote) throws IOException {
        this.root = root;
        this.remote = remote;
        remote.moveToStart();
        remote.copyClone(bigClone());
        sample.copyClone(root.resolve(HANGS + ".git"));
        sample.copyClone(root.resolve(DOWN + ".git"));
        closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.silent = new SilentServer();
        this.daemon = new GitDaemon(remote.remote().getParent());
    }

    private Path bigClone() {
        return root.resolve(BIG + ".git");
    }

    /** Their part of the worker's configuration. */
    String entries() {
        return entry(HANGS, "http://" + silent.authority() + "/hangs.git")
                + entry(DOWN, "http://127.0.0.1:" + closed.getLocalPort() + "/down.git")
                + entry(BIG, daemon.url(remote.remote()));
    }

    // Not watched: the clone of the large one is exchanged for a new one after each fetch.
    private static String entry(String id, String url) {
        return "  - { id: %1$s, path: %1$s.git, remote: \"%2$s\", branch: main, watch: false }\n".formatted(id, url);
    }

    /** Asks for runs of all three from now on, until the worker ends. */
    void begin(ArrivalSite site) {
        remote.moveToEnd();
        load = CompletableFuture.anyOf(site.ask(HANGS), site.ask(DOWN), fetchAgainAndAgain(site));
    }

    private CompletableFuture<Void> fetchAgainAndAgain(ArrivalSite site) {
        long start = System.nanoTime();
        return site.ask(BIG)
                .thenComposeAsync(fetchedOnce -> startAnew(System.nanoTime() - start)
                        ? fetchAgainAndAgain(site)
                        : CompletableFuture.completedFuture(null));
    }

    /** Fails where one of them is none any more: what was measured then had fewer beside it, or nobody. */
    private void checkLoad() {
        if (load.isDone()) {
            throw new IllegalStateException("a bad neighbour has stopped with " + load.join());
        }
    }

    private synchronized boolean startAnew(long nanos) {
        fetched++;
        fetchedNanos += nanos;
        if (!isOver) {
            // Kept until the end: to remove gigabytes would be work for the disk that is none of the worker's.
            SampleFolders.move(bigClone(), root.resolve("fetched-" + fetched));
            remote.copyClone(bigClone());
        }
        return !isOver;
    }

    /** Returns once the large one was fetched whole; fails where one of them has stopped. */
    void awaitFetched() {
        Awaitility.await().atMost(Duration.ofMinutes(30)).until(this::isFetched);
    }

    private synchronized boolean isFetched() {
        checkLoad();
        return fetched > 0;
    }

    /** What they came to, while the worker is at work; fails where one of them has stopped. */
    @Override
    public synchronized String toString() {
        checkLoad();
        return fetched == 0
                ? "not fetched whole"
                : String.format(Locale.ROOT, "fetched %d times in %.0f s each", fetched, fetchedNanos / 1e9 / fetched);
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            isOver = true;
        }
        daemon.close();
        silent.close();
        closed.close();
    }
}
