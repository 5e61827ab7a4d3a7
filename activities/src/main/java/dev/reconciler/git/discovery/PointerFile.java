package dev.reconciler.git.discovery;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files by which a repository names its folders: {@code .git} as a file, {@code commondir}, and {@code gitdir}. */
public final class PointerFile {
    private PointerFile() {}

    /**
     * Reads the text of such a file without the ends of its lines. Spaces belong to the path.
     *
     * @throws RefusedException of type Unsupported if the text is not UTF-8, of type RepositoryCorrupt if it can be no path
     */
    public static String read(Path file) throws IOException {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).replaceAll("[\r\n]+\\z", "");
            if (text.indexOf('\0') >= 0) {
                throw new RefusedException(
                        ErrorType.REPOSITORY_CORRUPT,
                        file + " is broken: it names a path with a NUL byte; write the right path into it, or run git"
                                + " worktree repair");
            }
            return text;
        } catch (CharacterCodingException otherEncoding) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    file + " names a path that is not UTF-8, which can't be handled; rename the folder",
                    otherEncoding);
        }
    }

    /**
     * Resolves a path that such a file names, as git does: through the links on the way, and not by its text, for after a
     * link {@code ..} leads elsewhere.
     *
     * @param folder where a relative path starts
     * @return an absolute path without {@code ..}; it need not exist
     */
    public static Path resolve(Path folder, String named) throws IOException {
        Path path = folder.resolve(named);
        return Files.exists(path) ? keepSpelling(path) : path.toAbsolutePath().normalize();
    }

    // A path without links and detours stays as it was spelled: it appears in messages.
    private static Path keepSpelling(Path path) throws IOException {
        Path plain = path.toAbsolutePath().normalize();
        return Files.exists(plain) && Files.isSameFile(plain, path) ? plain : path.toRealPath();
    }
}
