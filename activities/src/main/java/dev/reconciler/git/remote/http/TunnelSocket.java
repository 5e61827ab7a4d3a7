package dev.reconciler.git.remote.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A socket that a proxy connects to the server, after a login at the proxy. Java by itself makes such a tunnel too, but
 * refuses to log in with a password, and takes no header for the request that asks for the tunnel.
 */
final class TunnelSocket extends Socket {
    private static final int LONGEST_ANSWER = 64 << 10;

    private final HttpProxy proxy;

    TunnelSocket(HttpProxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    /** Connects to the proxy, and asks it for the endpoint. The proxy looks the name of the host up. */
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        InetSocketAddress server = (InetSocketAddress) endpoint;
        super.connect(new InetSocketAddress(proxy.host(), proxy.port()), timeout);
        int patience = getSoTimeout();
        setSoTimeout(timeout);
        String host = server.getHostString();
        String target =
                (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + server.getPort();
        String login = proxy.authorization()
                .map(value -> "Proxy-Authorization: " + value + "\r\n")
                .orElse("");
        getOutputStream()
                .write(("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + login + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String status = readHeader(getInputStream()).lines().findFirst().orElse("");
        if (!status.matches("HTTP/1\\.[01] 2\\d\\d.*")) {
            close();
            throw new IOException("the proxy " + proxy + " answered " + status);
        }
        setSoTimeout(patience);
    }

    // One byte at a time: what comes behind the header is the server's.
    private static String readHeader(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n") && !text.endsWith("\n\n")) {
            int next = in.read();
            if (next < 0 || header.size() > LONGEST_ANSWER) {
                throw new EOFException("the proxy ended the connection");
            }
            header.write(next);
            if (next == '\n') {
                text = header.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return text;
    }
}
