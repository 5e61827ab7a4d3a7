package dev.reconciler.worker.transports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to a server on this host, on which connections come to grief: a proxy that knows nothing of what it carries.
 * Without a fault it carries everything.
 */
public final class FaultyRoute implements AutoCloseable {
    /** What the client finds where a connection ends. */
    public enum End {
        CUT,
        RESET,
        HANG
    }

    /** What becomes of a connection once the client has sent some words. */
    public enum Loss {
        /** The rest of what the client sends. */
        REQUEST,
        /** What the server says of it, once it is done. */
        ANSWER
    }

    /** Git's report of a push begins so, once the push is done. */
    private static final String TAKEN = "unpack ok";

    private final ServerSocket entry;
    private final int target;
    private final List<Socket> lost = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "faulty route");
        thread.setDaemon(true);
        return thread;
    });

    private final AtomicBoolean isStarted = new AtomicBoolean();

    private volatile long carried = Long.MAX_VALUE;
    private volatile End end = End.CUT;
    private volatile String words = "";
    private volatile Loss loss = Loss.REQUEST;
    private volatile String answer = "";

    /** @param target the server's port on this host */
    public FaultyRoute(int target) throws IOException {
        this.target = target;
        this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Every connection ends after so many bytes of the server. */
    public FaultyRoute endsAfter(long bytes, End how) {
        carried = bytes;
        end = how;
        return start();
    }

    /** A connection on which the client sends these words is cut. */
    public FaultyRoute losesAt(String sent, Loss what) {
        words = sent;
        loss = what;
        return start();
    }

    /** A connection on which the client sends these words has another answer than the server's. */
    FaultyRoute answersAt(String sent, String instead) {
        words = sent;
        answer = instead;
        return start();
    }

    /** From now on nothing is lost or cut. */
    public FaultyRoute carriesAll() {
        carried = Long.MAX_VALUE;
        words = "";
        answer = "";
        return start();
    }

    private FaultyRoute start() {
        if (isStarted.compareAndSet(false, true)) {
            threads.execute(this::acceptAll);
        }
        return this;
    }

    private void acceptAll() {
        while (!entry.isClosed()) {
            try {
                Socket client = entry.accept();
                sockets.add(client);
                threads.execute(() -> carry(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket client) {
        try {
            if (carried == 0) {
                end(client);
                return;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            AtomicInteger ended = new AtomicInteger();
            threads.execute(() -> {
                bringBack(server, client);
                closeAtSecond(ended, client, server);
            });
            try {
                send(client, server);
            } catch (IOException gone) {
                // Else the server's program would wait for good for a client that is not there, and a hundred of them
                // would keep all others out.
                server.close();
            }
            closeAtSecond(ended, client, server);
        } catch (IOException gone) {
            // There is no server.
        }
    }

    /**
     * Ends a connection of which both directions have ended, each by itself. Else a route of an hour would hold the files of
     * all its connections; those that hang are held till then.
     */
    private void closeAtSecond(AtomicInteger ended, Socket client, Socket server) {
        if (end != End.HANG && ended.incrementAndGet() == 2) {
            for (Socket socket : List.of(client, server)) {
                try {
                    socket.close();
                } catch (IOException gone) {
                    // It is closed.
                }
                sockets.remove(socket);
                lost.remove(socket);
            }
        }
    }

    private void send(Socket client, Socket server) throws IOException {
        StringBuilder sent = new StringBuilder();
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] buffer = new byte[8_192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            sent.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            if (!words.isEmpty() && sent.indexOf(words) >= 0) {
                if (!answer.isEmpty()) {
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    client.shutdownOutput();
                    // Else the end of the connection would overtake the answer.
                    in.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                if (loss == Loss.REQUEST) {
                    end(client);
                    server.close();
                    return;
                }
                // The server has it all, and its answer finds nobody.
                lost.add(client);
            }
            out.write(buffer, 0, read);
        }
        server.shutdownOutput();
    }

    private void bringBack(Socket server, Socket client) {
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[8_192];
            StringBuilder report = new StringBuilder();
            long left = carried;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (lost.contains(client)) {
                    report.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                    if (report.indexOf(TAKEN) >= 0) {
                        client.close();
                        return;
                    }
                    continue;
                }
                int some = (int) Math.min(left, read);
                out.write(buffer, 0, some);
                left -= some;
                if (left == 0) {
                    end(client);
                    return;
                }
            }
            client.shutdownOutput();
        } catch (IOException gone) {
            // One of the two has ended the connection.
        }
    }

    private void end(Socket client) throws IOException {
        switch (end) {
            case CUT -> client.close();
            case RESET -> {
                // With no time to linger, close sends a reset.
                client.setSoLinger(true, 0);
                client.close();
            }
            case HANG -> {
                // Nobody says a word any more, and the connection stays.
            }
        }
    }

    /** Where it begins. */
    public int port() {
        return entry.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        entry.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
