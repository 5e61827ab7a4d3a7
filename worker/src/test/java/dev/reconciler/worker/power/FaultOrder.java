package dev.reconciler.worker.power;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What faults.c is to do: the file that it maps, as it has it. */
final class FaultOrder {
    private static final int FIRST = 8;
    private static final int LAST = 16;
    private static final int ERROR = 24;
    private static final int KINDS = 28;
    private static final int ANSWERED = 32;
    private static final int WHERE = 40;
    private static final int BELOW = 4096;
    private static final int SIZE = 8192;

    private final MappedByteBuffer order;

    private FaultOrder(MappedByteBuffer order) {
        this.order = order;
    }

    static FaultOrder make(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
            mapped.order(ByteOrder.nativeOrder());
            return new FaultOrder(mapped);
        }
    }

    /**
     * Answers calls from now on.
     *
     * @param first the first call that gets the error; those before it are counted only
     */
    void begin(InjectedError error, Path below, long first, long last) {
        end();
        order.put(BELOW, (below + "\0").getBytes(StandardCharsets.UTF_8));
        order.put(WHERE, (byte) 0);
        order.putLong(0, 0);
        order.putLong(FIRST, first);
        order.putLong(LAST, last);
        order.putInt(ERROR, error.number());
        order.putInt(ANSWERED, 0);
        order.putInt(KINDS, error.calls());
    }

    /** Lets all calls be made. */
    void end() {
        order.putInt(KINDS, 0);
    }

    /** How many calls there were since the beginning. */
    long count() {
        return order.getLong(0);
    }

    /** The first call that got the error, and for what below the folder. */
    String where() {
        StringBuilder text = new StringBuilder();
        for (int i = WHERE; order.get(i) != 0; i++) {
            text.append((char) order.get(i));
        }
        return text.toString();
    }
}
