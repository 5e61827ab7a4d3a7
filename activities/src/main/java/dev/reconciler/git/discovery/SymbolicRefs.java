package dev.reconciler.git.discovery;

import dev.reconciler.git.file.PathPresence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * Which ref the file of another ref names, most of all HEAD.
 *
 * <p>A file says {@code ref: refs/heads/main}. In repositories of the first years, and with {@code
 * core.preferSymlinkRefs}, it is a symbolic link with the text {@code refs/heads/main}; such a link need not lead to a
 * file. The library follows it as a link, and takes the branch's commit for what HEAD holds. Here both are read as in
 * {@code files_read_raw_ref} of git's {@code refs/files-backend.c}.
 */
public final class SymbolicRefs {
    private static final String REF = "ref:";

    /** As many names as git follows. */
    private static final int LONGEST_CHAIN = 5;

    private SymbolicRefs() {}

    /** The ref that a file names; empty where the file holds a commit, or is not there. */
    public static Optional<String> readTarget(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            String link = Files.readSymbolicLink(file).toString();
            if (link.startsWith(Constants.R_REFS) && Repository.isValidRefName(link)) {
                return Optional.of(link);
            }
        }
        if (!PathPresence.isFile(file)) {
            return Optional.empty();
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.startsWith(REF) ? Optional.of(text.substring(REF.length()).strip()) : Optional.empty();
    }

    /**
     * The ref that a commit on HEAD moves, at the end of all names; it need not exist.
     *
     * @param gitDir the directory with HEAD
     * @param commonDir the directory with the refs
     * @return empty where HEAD is detached
     */
    public static Optional<String> resolveHead(Path gitDir, Path commonDir) throws IOException {
        Optional<String> name = readTarget(gitDir.resolve(Constants.HEAD));
        for (int names = 1; names < LONGEST_CHAIN && name.isPresent(); names++) {
            Optional<String> next = readTarget(commonDir.resolve(name.get()));
            if (next.isEmpty()) {
                return name;
            }
            name = next;
        }
        return name;
    }

    /**
     * The short name of the branch that HEAD is on; the branch need not have a commit yet.
     *
     * @return empty where HEAD is on no branch
     */
    public static Optional<String> findBranch(Path gitDir, Path commonDir) throws IOException {
        return resolveHead(gitDir, commonDir)
                .filter(ref -> ref.startsWith(Constants.R_HEADS))
                .map(ref -> ref.substring(Constants.R_HEADS.length()));
    }
}
