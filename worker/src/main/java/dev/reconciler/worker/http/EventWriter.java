package dev.reconciler.worker.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events, each at once. */
final class EventWriter {
    private final OutputStream out;

    EventWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Tells the reader that the stream is open, and behind which event it goes on: a stream that ends before its first
     * event is opened again from there.
     */
    void writePosition(long id) throws IOException {
        write("id: " + id + "\n\n");
    }

    /** @param data on one line */
    void writeEvent(String name, long id, String data) throws IOException {
        write("id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n");
    }

    /** Writes a comment: a connection on which nothing is written is closed on its way by some networks. */
    void writeSign() throws IOException {
        write(":\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
