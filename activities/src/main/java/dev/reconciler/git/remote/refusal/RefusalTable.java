package dev.reconciler.git.remote.refusal;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What remotes say when they refuse, row by row; the rows are in the resources answers.txt and connections.txt. The
 * protocol has words only, and each forge has its own; any of them may change with a release, and what no row knows is
 * sorted by whoever asked.
 *
 * <p>The first row that matches counts. So what is particular (a secret was found) comes before what says less (a rule of
 * the repository was broken), forges come before the libraries, and what passes comes before the words that would also
 * match it.
 */
public final class RefusalTable {
    /** What forges say, and git and servers in their place, of what was sent to them. */
    private static final List<KnownRefusal> ANSWERS = RefusalFile.read("answers.txt");

    /** What git, the libraries and the way say where nobody there has read what was sent. */
    private static final List<KnownRefusal> CONNECTIONS = RefusalFile.read("connections.txt");

    // A path, a URL, a host or a user. Their names say nothing of what went wrong: a repository may be called "fsck".
    private static final Pattern NAMES = Pattern.compile("\\S*[/@]\\S*|[\\w-]+(\\.[\\w-]+)+");

    private RefusalTable() {}

    /** All rows, in the order in which they are asked. */
    public static List<KnownRefusal> rows() {
        return Stream.concat(ANSWERS.stream(), CONNECTIONS.stream()).toList();
    }

    /** What the words of a failed connection mean, whoever said them; empty where no row knows them. */
    public static Optional<RefusalReason> find(String words) {
        return findAmong(rows(), words);
    }

    /**
     * What a remote means that has read what was sent, and answers. A hook may print anything: that a program was "not
     * found" there says nothing of the repository.
     *
     * @return empty where no row of such answers knows the words
     */
    public static Optional<RefusalReason> findAnswer(String words) {
        return findAmong(ANSWERS, words);
    }

    private static Optional<RefusalReason> findAmong(List<KnownRefusal> rows, String words) {
        String said = NAMES.matcher(words).replaceAll("").replaceAll("\\s+", " ");
        return rows.stream()
                .filter(row -> row.matches(said))
                .map(KnownRefusal::reason)
                .findFirst();
    }

    /**
     * The exception that says what is to be done.
     *
     * @param said what was said and by whom, free of secrets
     * @return a {@link RemoteUnavailableException} where the run only has to wait
     */
    public static GitException explain(RefusalReason reason, String said, @Nullable Throwable cause) {
        if (reason.type().isEmpty()) {
            return new RemoteUnavailableException(said, cause);
        }
        return new RefusedException(
                reason.type().get(),
                said + "; " + reason.person().words() + " can " + reason.todo(),
                reason.wire(),
                cause);
    }
}
