package dev.reconciler.worker.cli;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program that this process runs, as the kernel knows it: with arguments and variables byte by byte. The kernel replaces
 * it by itself started otherwise; number, streams and folder of the process stay.
 *
 * @param arguments the program's name first
 */
record ProgramImage(List<byte[]> arguments, List<byte[]> variables) {
    /** What runs in this process: some Java. */
    static final Path PROGRAM = Path.of("/proc/self/exe");

    /** @throws IOException also where the system shows none of it */
    static ProgramImage read() throws IOException {
        return new ProgramImage(
                splitEntries(Files.readAllBytes(Path.of("/proc/self/cmdline"))),
                splitEntries(Files.readAllBytes(Path.of("/proc/self/environ"))));
    }

    // What is before a zero byte, as the kernel shows arguments and variables.
    private static List<byte[]> splitEntries(byte[] text) {
        List<byte[]> entries = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == 0) {
                entries.add(Arrays.copyOfRange(text, start, i));
                start = i + 1;
            }
        }
        return entries;
    }

    static byte[] encode(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String decode(byte[] entry) {
        return new String(entry, StandardCharsets.ISO_8859_1);
    }

    /** Starts the same Java anew, with these. Returns only where the system lets nobody do so, or no native code in. */
    void start() {
        // The library would unpack its native part below what Java takes for the home directory.
        System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir"));
        try (Memory argv = new Memory(sizeOf(arguments));
                Memory envp = new Memory(sizeOf(variables))) {
            fill(argv, arguments);
            fill(envp, variables);
            NativeLibrary.getProcess().getFunction("execve").invokeInt(new Object[] {PROGRAM.toString(), argv, envp});
        } catch (LinkageError noNativeCode) {
            // Such as where nothing of a temporary folder may be run: the program runs as it was started.
            return;
        }
    }

    // An array of pointers with a null one at its end, and behind it the texts that it points to.
    private static long sizeOf(List<byte[]> entries) {
        return (long) (entries.size() + 1) * Native.POINTER_SIZE
                + entries.stream().mapToLong(entry -> entry.length + 1L).sum();
    }

    private static void fill(Memory memory, List<byte[]> entries) {
        memory.clear();
        long text = (long) (entries.size() + 1) * Native.POINTER_SIZE;
        for (int i = 0; i < entries.size(); i++) {
            memory.setPointer((long) i * Native.POINTER_SIZE, memory.share(text));
            memory.write(text, entries.get(i), 0, entries.get(i).length);
            text += entries.get(i).length + 1L;
        }
    }
}
