package dev.reconciler.git.state;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefStore;
import dev.reconciler.git.settings.GitSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The remote-tracking branch: git's own word on what the remote's branch holds. It is word of the remote that is reconciled
 * with only where the clone's settings lead there. An application may fetch from another one and push there, by the name of
 * the same remote, and git moves the tracking branch each time.
 */
final class TrackingBranch {
    private static final Logger LOG = LoggerFactory.getLogger(TrackingBranch.class);

    /** A URL, or the short form of SSH. */
    private static final Pattern COLON_BEFORE_SLASH = Pattern.compile("[^/]*:.*", Pattern.DOTALL);

    /** A line of a reflog: the commit afterwards, and why. */
    private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{40} ([0-9a-f]{40}) [^\t]*\t(.*)");

    /** Why git, or a run, moves a tracking branch to what the remote holds. */
    private static final Pattern SEEN_ON_REMOTE = Pattern.compile("(?:fetch|pull|clone|reconciler)\\b");

    private static final String CLONED = "clone: from ";

    private final DataRepository repository;
    private final RefStore refs;
    private final String name;

    TrackingBranch(DataRepository repository) {
        this.repository = repository;
        this.refs = repository.refs();
        this.name = repository.names().tracking();
    }

    /** Its commit, whoever has written it; the zero id where there is none. */
    ObjectId read() throws IOException {
        return refs.read(name);
    }

    /** Whether git fetches from the remote into it; where the clone has no such remote, nobody but a run writes it. */
    boolean isFetched() {
        // Git fetches from the first.
        return readUrls().stream().limit(1).allMatch(this::leadsToRemote);
    }

    /** The URLs of the clone's remote, as its settings have them. */
    List<String> readUrls() {
        return readUrls("url");
    }

    /**
     * Whether each push by its name goes to the remote alone. Git pushes to all URLs, one after the other, and moves the
     * tracking branch for each that has taken the push: a backup may take what the remote refuses.
     */
    private boolean isPushed() {
        return listPushes().allMatch(Boolean::booleanValue);
    }

    /** Of each push by its name, whether it goes to the remote. */
    private Stream<Boolean> listPushes() {
        List<String> own = readUrls("pushurl");
        if (!own.isEmpty()) {
            return own.stream().map(this::leadsToRemote);
        }
        List<String> fetched = readUrls();
        return Stream.concat(
                fetched.stream().limit(1).map(this::isPushedToRemote),
                fetched.stream().skip(1).map(this::leadsToRemote));
    }

    /** Whether the clone's remote has that URL and no other. A path may be written in any way. */
    boolean hasOnly(String url) {
        List<String> urls = readUrls();
        return urls.size() == 1
                && (urls.contains(url) || (isPath(url) && isPath(urls.get(0)) && isSame(urls.get(0), url)));
    }

    private static boolean isPath(String url) {
        return RemoteUrls.findServer(url).isEmpty();
    }

    private List<String> readUrls(String key) {
        return settings().valuesAfterReset("remote", repository.settings().remoteName(), key);
    }

    private boolean leadsToRemote(String url) {
        String remote = repository.settings().remoteUrl();
        return isSame(url, remote) || isSame(rewrite(url, "insteadOf"), rewrite(remote, "insteadOf"));
    }

    // A run's own pushes follow the same rule.
    private boolean isPushedToRemote(String url) {
        Optional<String> elsewhere = settings().rewriteUrl(url, "pushInsteadOf");
        return elsewhere.isEmpty()
                || leadsToRemote(elsewhere.get())
                || isSame(elsewhere.get(), rewrite(repository.settings().remoteUrl(), "pushInsteadOf"));
    }

    private String rewrite(String url, String kind) {
        return settings().rewriteUrl(url, kind).orElse(url);
    }

    private boolean isSame(String one, String other) {
        return RemoteUrls.isSame(resolve(one), resolve(other));
    }

    // To git, a path begins where the clone is.
    private String resolve(String url) {
        boolean isRelative =
                !url.startsWith("/") && !COLON_BEFORE_SLASH.matcher(url).matches();
        return isRelative ? repository.settings().path().resolve(url).toString() : url;
    }

    private GitSettings settings() {
        return repository.gitSettings();
    }

    /**
     * Moves it to what both sides hold. A ref in its place, as of a branch that the remote has no longer, is left alone: what
     * both sides hold is on record elsewhere.
     *
     * @param tracked where it was found: once it has left that, it stays
     */
    void move(ObjectId tracked, ObjectId commit) throws IOException {
        try {
            refs.swap(name, tracked, commit, "agreed");
        } catch (RefusedException inTheWay) {
            LOG.info("{}: {}", repository.settings().id(), inTheWay.getMessage());
        }
    }

    /** A commit that it tells the remote held: its own, or, where pushes by its name go elsewhere too, the last fetched. */
    Optional<ObjectId> findShared() throws IOException {
        ObjectId commit = read();
        ObjectId told = commit.equals(ObjectId.zeroId()) || isPushed() ? commit : findFetched();
        return Optional.of(told).filter(known -> !known.equals(ObjectId.zeroId()));
    }

    /**
     * Its commit, where a push by its name goes to the remote, and perhaps elsewhere too: the remote may hold it. That is no
     * more than a hint; what it shares is {@link #findShared}.
     */
    Optional<ObjectId> findPushed() throws IOException {
        boolean isPushedThere = isFetched() && listPushes().anyMatch(Boolean::booleanValue);
        return Optional.of(read()).filter(commit -> isPushedThere && !commit.equals(ObjectId.zeroId()));
    }

    /**
     * What git, or a run, last wrote into its reflog of the remote: not for a push, which may have gone elsewhere. Before
     * the first fetch that is what the clone began with, by the branch's own reflog; the zero id where none tells it.
     */
    private ObjectId findFetched() throws IOException {
        ObjectId fetched = findNewest(name, why -> SEEN_ON_REMOTE.matcher(why).lookingAt());
        return fetched.equals(ObjectId.zeroId())
                ? findNewest(repository.names().branch(), this::isClonedFromRemote)
                : fetched;
    }

    private boolean isClonedFromRemote(String why) {
        return why.startsWith(CLONED) && leadsToRemote(why.substring(CLONED.length()));
    }

    // Git passes over what is no entry, as after a power cut.
    private ObjectId findNewest(String ref, Predicate<String> comment) throws IOException {
        Path log = repository.directory().commonDir().resolve("logs").resolve(ref);
        ObjectId newest = ObjectId.zeroId();
        if (Files.isRegularFile(log)) {
            for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
                Matcher entry = ENTRY.matcher(line);
                if (entry.matches() && comment.test(entry.group(2))) {
                    newest = ObjectId.fromString(entry.group(1));
                }
            }
        }
        return repository.git().getObjectDatabase().has(newest) ? newest : ObjectId.zeroId();
    }
}
