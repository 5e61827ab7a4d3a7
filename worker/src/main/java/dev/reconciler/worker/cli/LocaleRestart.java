package dev.reconciler.worker.cli;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.reconciler.git.settings.InheritedEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Starts the program anew, in the same process, where the locale is not one of UTF-8.
 *
 * <p>Git takes names of files as bytes, and Java by the locale of its start: with {@code LC_ALL=C} it can name no file
 * beyond ASCII, and no option of Java changes that. So the kernel replaces this program by itself with another locale;
 * number, streams and arguments of the process stay, byte by byte. Programs that are started later get the person's
 * locale back ({@link InheritedEnvironment}).
 */
final class LocaleRestart {
    private static final Path PROGRAM = Path.of("/proc/self/exe");
    private static final String LOCALE = "LC_ALL=";
    private static final String UNICODE = LOCALE + "C.UTF-8";
    private static final String SAVED = InheritedEnvironment.PERSONS_LOCALE + "=";

    private LocaleRestart() {}

    /** Does not return where the program has to be started anew and can be. Elsewhere names beyond ASCII are refused later. */
    static void restartUnlessUnicode(Map<String, String> environment) {
        boolean isUnicode = StandardCharsets.UTF_8.name().equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
        // A system without the other locale would start anew again and again.
        boolean isRestarted = environment.containsKey(InheritedEnvironment.PERSONS_LOCALE);
        if (!isUnicode && !isRestarted && Files.exists(PROGRAM)) {
            restart();
        }
    }

    private static void restart() {
        // The library would unpack its native part below what Java takes for the home directory.
        System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir"));
        try {
            List<byte[]> arguments = splitEntries(Files.readAllBytes(Path.of("/proc/self/cmdline")));
            List<byte[]> variables = changeLocale(splitEntries(Files.readAllBytes(Path.of("/proc/self/environ"))));
            try (Memory argv = new Memory(sizeOf(arguments));
                    Memory envp = new Memory(sizeOf(variables))) {
                fill(argv, arguments);
                fill(envp, variables);
                NativeLibrary.getProcess().getFunction("execve").invokeInt(new Object[] {PROGRAM.toString(), argv, envp
                });
            }
        } catch (IOException | UnsatisfiedLinkError impossible) {
            // A system that lets no native code in, or shows no command line: the program runs as it was started.
            return;
        }
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

    private static List<byte[]> changeLocale(List<byte[]> variables) {
        List<byte[]> changed = new ArrayList<>();
        String saved = "";
        for (byte[] variable : variables) {
            String text = new String(variable, StandardCharsets.ISO_8859_1);
            if (text.startsWith(LOCALE)) {
                saved = text.substring(LOCALE.length());
            } else {
                changed.add(variable);
            }
        }
        changed.add(UNICODE.getBytes(StandardCharsets.ISO_8859_1));
        changed.add((SAVED + saved).getBytes(StandardCharsets.ISO_8859_1));
        return changed;
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
