package dev.reconciler.git.error;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the C library says of an error of the system, in the language of this process: Java's messages have it in them. */
final class SystemWords {
    private static final Map<Integer, Optional<String>> KNOWN = new ConcurrentHashMap<>();

    private SystemWords() {}

    /** The words for an error's number on Linux; empty on another system, or where no native code is let in. */
    static Optional<String> of(int number) {
        return KNOWN.computeIfAbsent(number, SystemWords::look);
    }

    private static Optional<String> look(int number) {
        CLibrary library = Loaded.LIBRARY;
        return library == null ? Optional.empty() : Optional.ofNullable(library.strerror(number));
    }

    /** The part of the C library that is called. */
    private interface CLibrary extends Library {
        @Nullable
        String strerror(int number);
    }

    /** Loaded at the first error that Java's types and English words do not tell. */
    private static final class Loaded {
        /** More bytes than the native part has. */
        private static final int NATIVE_PART = 1 << 18;

        static final @Nullable CLibrary LIBRARY = load();

        private static @Nullable CLibrary load() {
            if (!Platform.isLinux()) {
                return null;
            }
            // The library would unpack its native part below what Java takes for the home directory.
            System.setProperty("jna.tmpdir", findRoom());
            try {
                return Native.load(Platform.C_LIBRARY_NAME, CLibrary.class);
            } catch (LinkageError refused) {
                return null;
            }
        }

        // The disk that is full, and whose words are looked up, may be that of the temporary files.
        private static String findRoom() {
            String usual = System.getProperty("java.io.tmpdir");
            return Stream.of(usual, "/dev/shm", "/var/tmp", "/run")
                    .filter(Loaded::hasRoom)
                    .findFirst()
                    .orElse(usual);
        }

        private static boolean hasRoom(String folder) {
            try {
                Path file = Files.createTempFile(Path.of(folder), "reconciler-", ".room");
                try {
                    Files.write(file, new byte[NATIVE_PART]);
                    return true;
                } finally {
                    Files.delete(file);
                }
            } catch (IOException full) {
                return false;
            }
        }
    }
}
