package dev.reconciler.git.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/** Connections to a remote that has said what it holds. */
final class Sessions {
    /** A remote that has not said by then what it holds is away; only what it sends may take longer. */
    static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

    private final Transports transports;
    private final String remote;

    /** @param remote its name in errors */
    Sessions(Transports transports, String remote) {
        this.transports = transports;
        this.remote = remote;
    }

    /** An open connection, and what it runs on. */
    record Session(Transport transport, FetchConnection connection) implements AutoCloseable {
        @Override
        public void close() {
            try {
                connection.close();
            } finally {
                transport.close();
            }
        }
    }

    /**
     * Connects.
     *
     * @param local null where the remote is only asked what it holds
     * @param refs what is wanted of it
     * @param prefixes of further refs that it is asked for
     */
    Session open(@Nullable Repository local, Deadline deadline, List<RefSpec> refs, String... prefixes)
            throws IOException {
        return connected(transports.open(local, deadline), deadline, refs, prefixes);
    }

    /** Connects to fetch what a shallow repository lacks. */
    Session openDeepening(Repository local, Deadline deadline, List<RefSpec> refs) throws IOException {
        Transport transport = transports.open(local, deadline);
        transport.setDepth(Integer.MAX_VALUE);
        return connected(transport, deadline, refs);
    }

    private Session connected(Transport transport, Deadline deadline, List<RefSpec> refs, String... prefixes)
            throws IOException {
        try {
            Deadline soon = deadline.atMost(ANSWER_LIMIT);
            return new Session(transport, soon.call(remote, () -> transport.openFetch(refs, prefixes)));
        } catch (IOException | RuntimeException failed) {
            transport.close();
            throw failed;
        }
    }
}
