package dev.reconciler.git.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user whose files count as this process's own, as git decides it ({@code ensure_valid_ownership} in {@code setup.c}).
 *
 * @param uid the effective user; null where the host's file systems know no owners
 * @param sudoUid the user that called {@code sudo}; null where no user did
 */
record ProcessUser(@Nullable Integer uid, @Nullable Integer sudoUid) {
    private static final int ROOT = 0;

    /** The user of this process; its number does not change while the process lives. */
    static ProcessUser ofThisProcess() {
        return new ProcessUser(OfThisProcess.UID, parseUid(System.getenv("SUDO_UID")));
    }

    /** A user by number, with the {@code SUDO_UID} of that environment. */
    static ProcessUser of(int uid, Map<String, String> environment) {
        return new ProcessUser(uid, parseUid(environment.get("SUDO_UID")));
    }

    /**
     * Whether a file of that user counts as this process's own. For root, a file of the user that called {@code sudo} does
     * too: that user could have run the programs of the repository without {@code sudo}.
     */
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
        // Numbers of users go up to 2^32 - 2. Java has no such type, so the larger ones are negative here and in
        // ownerOf.
        try {
            return text == null ? null : Integer.parseUnsignedInt(text);
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** Holds the number of the user, which is found out once, when it is first asked for. */
    private static final class OfThisProcess {
        static final @Nullable Integer UID = find();

        private OfThisProcess() {}

        // Java has no call for it. But the folder of this process below /proc belongs to the effective user, and so
        // does a file that the process makes, where there is no /proc.
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
