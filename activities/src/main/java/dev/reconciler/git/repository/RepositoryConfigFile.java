package dev.reconciler.git.repository;

import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.lock.GitLockFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/**
 * The file {@code config} of a repository, in which one value is changed. What else is in it is the person's: names in
 * other encodings stay byte for byte, a link stays a link, and the new file has the permissions of the old one, which may
 * have a secret that only the owner reads.
 */
final class RepositoryConfigFile {
    /** Each byte is one letter of it. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private static final String BYTE_ORDER_MARK = toBytes("\uFEFF");

    private final Path file;

    /** @param file the file, or a link to it */
    RepositoryConfigFile(Path file) throws IOException {
        this.file = PathPresence.isThere(file) ? file.toRealPath() : file;
    }

    /** The lock file that git takes too: beside the file, not beside a link to it. */
    Path lockFile() {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    /**
     * Writes a value of a key with three parts.
     *
     * @param lock the {@link #lockFile}, taken
     * @param syncs flushed before the file has the value, and take its name
     */
    void setValue(GitLockFile lock, DiskSync syncs, String section, String subsection, String name, String value)
            throws IOException, ConfigInvalidException {
        boolean isThere = PathPresence.isThere(file);
        String text = isThere ? new String(Files.readAllBytes(file), BYTES) : "";
        String mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
        Config config = new Config();
        config.fromText(text.substring(mark.length()));
        config.setString(section, toBytes(subsection), name, toBytes(value));
        lock.write((mark + config.toText()).getBytes(BYTES));
        if (isThere) {
            Files.setAttribute(lock.path(), "unix:mode", Files.getAttribute(file, "unix:mode"));
        }
        lock.commit(file, syncs);
    }

    private static String toBytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), BYTES);
    }
}
