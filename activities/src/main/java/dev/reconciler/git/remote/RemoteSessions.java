package dev.reconciler.git.remote;

import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.TransportOpener;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/** Connections to a remote that has said what it holds. */
final class RemoteSessions {
    private final TransportOpener transports;

    RemoteSessions(TransportOpener transports) {
        this.transports = transports;
    }

    /** An open connection, and what it runs on. */
    record RemoteSession(Transport transport, FetchConnection connection) implements AutoCloseable {
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
    RemoteSession open(@Nullable Repository local, Deadline deadline, List<RefSpec> refs, String... prefixes)
            throws IOException {
        return connectOver(transports.open(local, deadline), refs, prefixes);
    }

    /** Connects to fetch what a shallow repository lacks. */
    RemoteSession openDeepening(Repository local, Deadline deadline, List<RefSpec> refs) throws IOException {
        Transport transport = transports.open(local, deadline);
        transport.setDepth(Integer.MAX_VALUE);
        return connectOver(transport, refs);
    }

    private RemoteSession connectOver(Transport transport, List<RefSpec> refs, String... prefixes) throws IOException {
        try {
            FetchConnection connection = transport.openFetch(refs, prefixes);
            transports.recordRefCount(connection.getRefs().size());
            return new RemoteSession(transport, connection);
        } catch (IOException | RuntimeException failed) {
            transport.close();
            throw failed;
        }
    }
}
