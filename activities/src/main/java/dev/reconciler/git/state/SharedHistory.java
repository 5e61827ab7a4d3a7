package dev.reconciler.git.state;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.repository.RefStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both sides were seen to hold, and from which URL.
 *
 * <p>The remote-tracking branch alone can't tell: a run killed after its fetch has moved it already. So each commit that
 * the remote was read to hold is noted under {@code seen/} before anything moves, and folded into {@code agreed} once
 * local holds it too. Only what the remote was read to hold is ever recorded.
 *
 * <p>The agreed commit is kept in a file as well: an application's {@code fetch --prune} with a mirror's refspec deletes
 * our refs. To be changed under the {@link RepositoryLock} only.
 */
public final class SharedHistory {
    private static final Logger LOG = LoggerFactory.getLogger(SharedHistory.class);

    private final DataRepository repository;
    private final RefStore refs;
    private final RefNames names;

    /** The memory of that repository's branch. */
    public SharedHistory(DataRepository repository) {
        this.repository = repository;
        this.refs = repository.refs();
        this.names = repository.names();
    }

    /** Every commit from which what both sides were seen to hold can be reached. */
    public Set<ObjectId> seen() throws IOException {
        Set<ObjectId> tips = new LinkedHashSet<>();
        tips.add(refs.read(names.agreed()));
        tips.add(refs.read(names.tracking()));
        for (Ref ref : refs.below(names.remoteTips())) {
            tips.add(ref.getObjectId());
        }
        note().agreed().ifPresent(tips::add);
        tips.remove(ObjectId.zeroId());
        return tips;
    }

    /** The last commit that both sides were seen to hold; before the first run, what the tracking branch says of it. */
    public Optional<ObjectId> agreed() throws IOException {
        Optional<ObjectId> recorded = findRecorded();
        return recorded.isPresent() ? recorded : nonZero(refs.read(names.tracking()));
    }

    private Optional<ObjectId> findRecorded() throws IOException {
        Optional<ObjectId> agreed = nonZero(refs.read(names.agreed()));
        return agreed.isPresent() ? agreed : note().agreed();
    }

    private static Optional<ObjectId> nonZero(ObjectId id) {
        return Optional.of(id).filter(present -> !present.equals(ObjectId.zeroId()));
    }

    /** Whether both sides were never recorded to agree. */
    public boolean isNew() throws IOException {
        return note().url().isEmpty();
    }

    /** The URL, without secrets, of the remote that held the agreed commit; empty where nobody knows. */
    public Optional<String> url() throws IOException {
        String configured = repository
                .git()
                .getConfig()
                .getString("remote", repository.settings().remoteName(), "url");
        return note().url().or(() -> Optional.ofNullable(configured).map(RemoteUrls::withoutSecrets));
    }

    /** Notes, before anything moves, that the remote holds a commit; protects it from garbage collection too. */
    public void sawRemote(ObjectId commit) throws IOException {
        seedAgreed();
        if (!refs.exists(names.remoteTip(commit))) {
            refs.swap(names.remoteTip(commit), ObjectId.zeroId(), commit, "remote seen");
        }
    }

    private void seedAgreed() throws IOException {
        ObjectId tracking = refs.read(names.tracking());
        if (findRecorded().isEmpty() && !tracking.equals(ObjectId.zeroId())) {
            refs.swap(names.agreed(), ObjectId.zeroId(), tracking, "seeded from the tracking branch");
        }
    }

    /** Whether there is nothing to record once both sides hold {@code commit}. */
    public boolean isSettledAt(ObjectId commit) throws IOException {
        return refs.read(names.agreed()).equals(commit)
                && refs.read(names.tracking()).equals(commit)
                && note().equals(new AgreedNote(Optional.of(commit), Optional.of(currentUrl())))
                && refs.below(names.remoteTips()).isEmpty()
                && !refs.exists(names.replayed());
    }

    /**
     * Records that both sides hold {@code commit}. With everything of local that was seen now reachable from it or gone
     * from local, what was noted before is no longer needed. Where somebody's lock is in the way, the next run does it:
     * what was noted before stands as long.
     */
    public void settle(ObjectId commit) throws IOException {
        try {
            recordUnlessOutrun(commit);
        } catch (RepositoryBusyException held) {
            LOG.info("{}: not on record yet: {}", repository.settings().id(), held.getMessage());
        }
    }

    private void recordUnlessOutrun(ObjectId commit) throws IOException {
        if (isOutrun(commit)) {
            return;
        }
        if (hasMoved()) {
            repository.writeRemoteUrl(currentUrl());
        }
        moveRef(names.agreed(), commit);
        write(commit);
        moveRef(names.tracking(), commit);
        for (Ref ref : refs.below(names.remoteTips())) {
            refs.tidy(ref.getName(), ref.getObjectId(), "settled");
        }
        refs.tidy(names.replayed(), refs.read(names.replayed()), "settled");
    }

    // A step whose time was up may still be running beside a later run that has recorded more.
    private boolean isOutrun(ObjectId commit) throws IOException {
        ObjectId agreed = refs.read(names.agreed());
        ObjectId local = repository.local();
        return !agreed.equals(ObjectId.zeroId())
                && !agreed.equals(commit)
                && !local.equals(commit)
                && Ancestry.isAncestorByDate(repository.git(), commit, agreed)
                && Ancestry.isAncestorByDate(repository.git(), agreed, local);
    }

    private boolean hasMoved() throws IOException {
        return note().url().filter(url -> !url.equals(currentUrl())).isPresent();
    }

    private void moveRef(String name, ObjectId commit) throws IOException {
        ObjectId now = refs.read(name);
        if (!now.equals(commit)) {
            // An application's own fetch may move the tracking branch at the same time; then its word stands.
            refs.swap(name, now, commit, "agreed");
        }
    }

    private String currentUrl() {
        return RemoteUrls.withoutSecrets(repository.settings().remoteUrl());
    }

    private Path file() {
        return repository
                .directory()
                .commonDir()
                .resolve("reconciler")
                .resolve(RefNames.escape(repository.settings().branch().value()) + ".agreed");
    }

    private AgreedNote note() throws IOException {
        Path file = file();
        return Files.exists(file)
                ? AgreedNote.parse(Files.readAllLines(file))
                : new AgreedNote(Optional.empty(), Optional.empty());
    }

    private void write(ObjectId commit) throws IOException {
        AgreedNote note = new AgreedNote(Optional.of(commit), Optional.of(currentUrl()));
        if (note.equals(note())) {
            return;
        }
        Path file = file();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.getParent());
        Files.write(fresh, note.lines());
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private record AgreedNote(Optional<ObjectId> agreed, Optional<String> url) {
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            agreed.ifPresent(id -> lines.add(id.name()));
            url.ifPresent(lines::add);
            return lines;
        }

        static AgreedNote parse(List<String> lines) {
            if (lines.isEmpty() || !ObjectId.isId(lines.get(0))) {
                return new AgreedNote(Optional.empty(), Optional.empty());
            }
            return new AgreedNote(
                    Optional.of(ObjectId.fromString(lines.get(0))),
                    lines.size() > 1 ? Optional.of(lines.get(1)) : Optional.empty());
        }
    }
}
