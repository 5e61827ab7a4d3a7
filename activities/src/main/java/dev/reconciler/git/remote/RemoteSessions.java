package dev.reconciler.git.remote;

import dev.reconciler.git.remote.fetch.ReceivedObjectChecker;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.TransportOpener;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/** Opens connections to a remote, up to the point where the remote has advertised its refs. */
final class RemoteSessions {
    private final TransportOpener transports;

    RemoteSessions(TransportOpener transports) {
        this.transports = transports;
    }

    /**
     * Connects, and reads the refs that the remote advertises.
     *
     * @param local null where the remote is only asked for its refs
     * @param refs the refs that the remote is asked for by name; a remote of protocol version 2 sends no others
     * @param prefixes prefixes of further refs that the remote is asked for
     */
    RemoteSession open(@Nullable Repository local, Deadline deadline, List<RefSpec> refs, String... prefixes)
            throws IOException {
        return connectOver(transports.open(local, deadline), refs, prefixes);
    }

    /** Connects to fetch into a clone that is being made. */
    RemoteSession openFirst(Repository made, Deadline deadline, List<RefSpec> refs) throws IOException {
        return connectOver(transports.openFirst(made, deadline), refs);
    }

    /** Connects to fetch the history that a shallow repository lacks. */
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
            // A transport may have a session open by now, which nothing else would end.
            transport.close();
            throw failed;
        }
    }

    /** An open connection, and the transport that it runs on. Both are closed together. */
    record RemoteSession(Transport transport, FetchConnection connection) implements AutoCloseable {
        /** Has the objects checked that the connection receives from now on. */
        ReceivedObjectChecker checkObjects(Repository local) throws IOException {
            ReceivedObjectChecker checker = ReceivedObjectChecker.of(local);
            transport.setObjectChecker(checker);
            return checker;
        }

        @Override
        public void close() {
            try {
                connection.close();
            } finally {
                transport.close();
            }
        }
    }
}
