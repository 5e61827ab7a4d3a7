package dev.reconciler.git.convert;

import dev.reconciler.git.convert.FilterPrograms.Direction;
import dev.reconciler.git.convert.FilterPrograms.FilterFailedException;
import dev.reconciler.thread.ChildProgram;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.thread.WorkUnderWay;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A program that filters many files, one after the other: the "long running filter process" of {@code gitattributes}, as
 * git-lfs has it. What is said is packets, each of four hexadecimal digits with its length and of its bytes; 0000 ends a
 * list.
 */
final class FilterProcess implements AutoCloseable {
    private static final int LONGEST = 65516;
    private static final int LENGTH_DIGITS = 4;
    private static final int TOLD = 2000;

    private static final ExecutorService THREADS = VirtualThreads.newDaemonExecutor("filter");

    private final ChildProgram program;
    private final SpooledContent complaints;
    private final Duration limit;
    private final OutputStream to;
    private final DataInputStream from;
    private final Set<String> capabilities = new HashSet<>();

    private FilterProcess(ChildProgram program, SpooledContent complaints, Duration limit) {
        this.program = program;
        this.complaints = complaints;
        this.limit = limit;
        this.to = new BufferedOutputStream(program.process().getOutputStream(), LONGEST);
        this.from = new DataInputStream(program.process().getInputStream());
    }

    /**
     * Starts the program.
     *
     * @param shell a shell that runs it
     * @throws FilterFailedException if the command is no such program
     */
    static FilterProcess start(ProcessBuilder shell, Duration limit) throws IOException {
        SpooledContent complaints = SpooledContent.create();
        ChildProgram program;
        try {
            program = ChildProgram.start(shell.redirectError(complaints.file().toFile()));
            complaints.removeName();
        } catch (IOException missing) {
            complaints.close();
            throw missing;
        }
        FilterProcess filter = new FilterProcess(program, complaints, limit);
        filter.runBounded(() -> {
            filter.shakeHands();
            return Optional.empty();
        });
        return filter;
    }

    boolean isAlive() {
        return program.process().isAlive();
    }

    private void shakeHands() throws IOException {
        send("git-filter-client\n", "version=2\n");
        List<String> answer = readList();
        if (!answer.equals(List.of("git-filter-server", "version=2"))) {
            throw new FilterFailedException("the program answered " + answer + " to a greeting", false);
        }
        send("capability=clean\n", "capability=smudge\n");
        readList().forEach(line -> capabilities.add(line.replace("capability=", "")));
    }

    /**
     * Filters a content.
     *
     * @return empty where the program can't filter that way
     * @throws FilterFailedException if the program refuses the content, or has failed
     */
    Optional<SpooledContent> filter(Direction direction, String path, ContentSource content) throws IOException {
        if (!capabilities.contains(direction.word())) {
            return Optional.empty();
        }
        return runBounded(() -> {
            send("command=" + direction.word() + "\n", "pathname=" + path + "\n");
            sendContent(content);
            requireSuccess(direction, readList());
            SpooledContent filtered = readContent();
            try {
                // A second list may take the word back; an empty one lets it stand.
                requireSuccess(direction, readList());
                return Optional.of(filtered);
            } catch (IOException failed) {
                filtered.close();
                throw failed;
            }
        });
    }

    private void requireSuccess(Direction direction, List<String> list) throws FilterFailedException {
        for (String line : list) {
            if (line.equals("status=abort")) {
                // The program asks not to be called that way again.
                capabilities.remove(direction.word());
            }
            if (line.startsWith("status=") && !line.equals("status=success")) {
                throw new FilterFailedException(line, false);
            }
        }
    }

    // On a thread of its own: a read from a program can't be interrupted, and waits for good where the program hangs.
    private Optional<SpooledContent> runBounded(Exchange exchange) throws IOException {
        CompletableFuture<Optional<SpooledContent>> answer = new CompletableFuture<>();
        THREADS.execute(() -> runExchange(exchange, answer));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hung) {
            throw giveUp(answer, new FilterFailedException("no answer within " + limit.toSeconds() + " s", true));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw giveUp(answer, new InterruptedIOException("a filter was interrupted"));
        } catch (ExecutionException failed) {
            throw explain(failed.getCause());
        }
    }

    private static void runExchange(Exchange exchange, CompletableFuture<Optional<SpooledContent>> answer) {
        try (WorkUnderWay.Counted counted = WorkUnderWay.begin()) {
            Optional<SpooledContent> filtered = exchange.run();
            if (!answer.complete(filtered) && filtered.isPresent()) {
                filtered.get().close();
            }
        } catch (Throwable failed) {
            // An error is handed over too: without it the calling thread would wait until the time is over.
            answer.completeExceptionally(failed);
        }
    }

    // The end of the program ends every read and write of the other thread.
    private IOException giveUp(CompletableFuture<Optional<SpooledContent>> answer, IOException why) {
        answer.completeExceptionally(why);
        program.end();
        return why;
    }

    private IOException explain(@Nullable Throwable cause) throws IOException {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof FilterFailedException refused) {
            return refused;
        }
        program.end();
        return new FilterFailedException("the program ended: " + head(complaints), false);
    }

    private void send(String... lines) throws IOException {
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            sendPacket(bytes, bytes.length);
        }
        sendEnd();
    }

    private void sendContent(ContentSource content) throws IOException {
        byte[] buffer = new byte[LONGEST];
        try (InputStream bytes = content.open()) {
            for (int length = bytes.read(buffer); length > 0; length = bytes.read(buffer)) {
                sendPacket(buffer, length);
            }
        }
        sendEnd();
    }

    private void sendPacket(byte[] bytes, int length) throws IOException {
        to.write(String.format(Locale.ROOT, "%04x", length + LENGTH_DIGITS).getBytes(StandardCharsets.US_ASCII));
        to.write(bytes, 0, length);
    }

    private void sendEnd() throws IOException {
        to.write("0000".getBytes(StandardCharsets.US_ASCII));
        to.flush();
    }

    private List<String> readList() throws IOException {
        List<String> lines = new ArrayList<>();
        for (byte[] packet = readPacket(); packet.length > 0; packet = readPacket()) {
            lines.add(new String(packet, StandardCharsets.UTF_8).stripTrailing());
        }
        return lines;
    }

    private SpooledContent readContent() throws IOException {
        SpooledContent content = SpooledContent.create();
        try (OutputStream file = Files.newOutputStream(content.file())) {
            for (byte[] packet = readPacket(); packet.length > 0; packet = readPacket()) {
                file.write(packet);
            }
            content.removeName();
            return content;
        } catch (IOException | RuntimeException failed) {
            content.close();
            throw failed;
        }
    }

    /** @return an empty packet for the end of a list */
    private byte[] readPacket() throws IOException {
        byte[] digits = new byte[LENGTH_DIGITS];
        from.readFully(digits);
        String text = new String(digits, StandardCharsets.US_ASCII);
        if (!text.matches("[0-9a-fA-F]{4}")) {
            throw new IOException("not a packet: " + text);
        }
        int length = Integer.parseInt(text, 16);
        byte[] packet = new byte[Math.max(length - LENGTH_DIGITS, 0)];
        from.readFully(packet);
        return packet;
    }

    /** The beginning of what a program complained of, for a message. */
    static String head(SpooledContent complaints) throws IOException {
        return new String(complaints.open().readNBytes(TOLD), StandardCharsets.UTF_8).strip();
    }

    /** Ends the program: git closes its input, and so does this. */
    @Override
    public void close() {
        try (complaints;
                from) {
            to.close();
            program.process().waitFor(1, TimeUnit.SECONDS);
        } catch (IOException gone) {
            // It has ended by itself.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            program.end();
        }
    }

    private interface Exchange {
        Optional<SpooledContent> run() throws IOException;
    }
}
