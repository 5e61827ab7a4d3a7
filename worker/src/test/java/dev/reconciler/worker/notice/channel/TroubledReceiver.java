package dev.reconciler.worker.notice.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver of notices that does not take them, over HTTP or SMTP. */
public final class TroubledReceiver implements AutoCloseable {
    /** What is wrong with it. */
    public enum Trouble {
        /** Nobody listens. */
        DOWN,
        /** It takes the connection and says nothing. */
        SLOW,
        /** It says no: 503, or 550 to whoever has left. */
        REFUSING
    }

    private final ServerSocket socket;
    private final AtomicInteger mails = new AtomicInteger();

    public TroubledReceiver(Trouble trouble, boolean isMail) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        if (trouble == Trouble.DOWN) {
            socket.close();
        }
        // One that is slow never accepts: the system takes the connection, and nobody answers.
        if (trouble == Trouble.REFUSING) {
            Thread thread = new Thread(() -> serve(isMail), "refusing");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void serve(boolean isMail) {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                if (isMail) {
                    refuseMail(connection);
                } else {
                    refuseRequest(connection);
                }
            } catch (IOException closed) {
                // By this test, or by the other side, which has heard enough.
            }
        }
    }

    private static void refuseRequest(Socket connection) throws IOException {
        BufferedReader in = reader(connection);
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
        say(connection, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    private void refuseMail(Socket connection) throws IOException {
        BufferedReader in = reader(connection);
        say(connection, "220 mail\r\n");
        boolean isText = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (isText && !line.equals(".")) {
                continue;
            }
            if (isText) {
                mails.incrementAndGet();
            }
            isText = line.startsWith("DATA");
            say(connection, answer(line));
        }
    }

    private static String answer(String line) {
        if (line.startsWith("DATA")) {
            return "354 go on\r\n";
        }
        boolean hasLeft = line.startsWith("RCPT") && line.contains("left@");
        return hasLeft ? "550 5.1.1 no such mailbox\r\n" : "250 yes\r\n";
    }

    private static BufferedReader reader(Socket connection) throws IOException {
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void say(Socket connection, String words) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(words.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    public int port() {
        return socket.getLocalPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** How many mails were taken. */
    int countMails() {
        return mails.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
