package dev.reconciler.git.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user whose files this process takes for its own.
 *
 * @param uid the effective user; null where the host's file systems know no owners
 * @param sudoUid the user that {@code sudo} was called by; null where there is none
 */
record ProcessUser(@Nullable Integer uid, @Nullable Integer sudoUid) {
    private static final int ROOT = 0;

    /** The user of this process; its number does not change while the process lives. */
    static ProcessUser ofThisProcess() {
        return new ProcessUser(OfThisProcess.UID, parseUid(System.getenv("SUDO_UID")));
    }

    /** With the {@code SUDO_UID} of that environment. */
    static ProcessUser of(int uid, Map<String, String> environment) {
        return new ProcessUser(uid, parseUid(environment.get("SUDO_UID")));
    }

    /** Whether a file of that user is this process's own: for root also where the user called {@code sudo}. */
    boolean isOwner(int owner) {
        return uid == null || uid == owner || (uid == ROOT && sudoUid != null && sudoUid == owner);
    }

    /**
     * The number of a file's owner.
     *
     * @return empty where the file system knows no owners
     */
    static Optional<Integer> ownerOf(Path file, LinkOption... links) throws IOException {
        try {
            return Optional.of((Integer) Files.getAttribute(file, "unix:uid", links));
        } catch (UnsupportedOperationException | IllegalArgumentException ownerless) {
            return Optional.empty();
        }
    }

    private static @Nullable Integer parseUid(@Nullable String text) {
        try {
            return text == null ? null : Integer.parseUnsignedInt(text);
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** Found out once. */
    private static final class OfThisProcess {
        static final @Nullable Integer UID = find();

        private OfThisProcess() {}

        // Java does not tell; but the process's own folder, and a file that the process makes, belong to its user.
        private static @Nullable Integer find() {
            try {
                Path own = Path.of("/proc/self");
                if (Files.exists(own)) {
                    return ownerOf(own).orElse(null);
                }
                Path made = Files.createTempFile("reconciler", ".owner");
                try {
                    return ownerOf(made).orElse(null);
                } finally {
                    Files.delete(made);
                }
            } catch (IOException unknown) {
                throw new IllegalStateException("the user of this process can't be found out", unknown);
            }
        }
    }
}
