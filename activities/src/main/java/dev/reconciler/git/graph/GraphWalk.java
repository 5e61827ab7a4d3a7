package dev.reconciler.git.graph;

import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.TwinNotes;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Reads a {@link CommitGraph}: follows all tips at once, the newest commits first, until everything that is left is
 * reached by all of them. Clocks that were wrong may cut the picture short; nothing is decided by it.
 */
final class GraphWalk implements AutoCloseable {
    private static final int MOST_WALKED = 4_000;
    private static final int MOST_ROWS = 80;

    /** So many commits that all tips reach are shown, to say where the tips came apart. */
    private static final int SHARED = 3;

    private final ObjectReader reader;
    private final RevWalk walk;
    private final TwinNotes twins;
    private final List<CommitId> tips;
    private final Map<ObjectId, WalkedCommit> known = new HashMap<>();
    private final PriorityQueue<WalkedCommit> next =
            new PriorityQueue<>(Comparator.comparingInt((WalkedCommit each) -> each.commit.getCommitTime())
                    .reversed());
    private int found;
    private boolean isCut;

    GraphWalk(DataRepository repository, List<CommitId> tips) {
        this.reader = repository.git().newObjectReader();
        this.walk = new RevWalk(reader);
        this.twins = new TwinNotes(repository, reader);
        this.tips = List.copyOf(tips);
        walk.setRetainBody(false);
    }

    CommitGraph readGraph() throws IOException {
        for (int tip = 0; tip < tips.size(); tip++) {
            Optional<RevCommit> commit = parse(CommitIds.of(tips.get(tip)));
            if (commit.isPresent()) {
                found++;
                reach(commit.get(), tipSet(tip));
            }
        }
        List<WalkedCommit> shown = walkDown();
        List<WalkedCommit> ordered = GraphOrder.sortChildrenFirst(shown);
        List<List<WalkedCommit>> lines = GraphLines.foldLines(ordered);
        isCut |= lines.size() > MOST_ROWS;
        List<GraphRow> rows = new ArrayList<>();
        for (List<WalkedCommit> line : lines.subList(0, Math.min(MOST_ROWS, lines.size()))) {
            rows.add(readRow(line));
        }
        return new CommitGraph(rows, isCut);
    }

    private static BitSet tipSet(int tip) {
        BitSet set = new BitSet();
        set.set(tip);
        return set;
    }

    private Optional<RevCommit> parse(ObjectId id) throws IOException {
        try {
            return Optional.of(walk.parseCommit(id));
        } catch (MissingObjectException | IncorrectObjectTypeException notHere) {
            return Optional.empty();
        }
    }

    private void reach(RevCommit commit, BitSet by) {
        WalkedCommit walked = known.computeIfAbsent(commit, id -> new WalkedCommit(commit));
        BitSet before = (BitSet) walked.tips.clone();
        walked.tips.or(by);
        // Reached again by a tip whose clock was behind: its parents have to hear of it too.
        if (!walked.tips.equals(before)) {
            next.add(walked);
        }
    }

    private List<WalkedCommit> walkDown() throws IOException {
        Map<ObjectId, WalkedCommit> shown = new HashMap<>();
        int shared = 0;
        int walked = 0;
        while (!next.isEmpty() && (shared < SHARED || hasApart())) {
            WalkedCommit commit = next.poll();
            if (walked++ == MOST_WALKED) {
                isCut = true;
                break;
            }
            boolean isShared = commit.tips.cardinality() == found;
            if (isShared && shown.putIfAbsent(commit.commit, commit) == null) {
                shared++;
            }
            shown.putIfAbsent(commit.commit, commit);
            for (RevCommit parent : commit.commit.getParents()) {
                Optional<RevCommit> parsed = parse(parent);
                if (parsed.isPresent()) {
                    reach(parsed.get(), commit.tips);
                }
            }
        }
        return new ArrayList<>(shown.values());
    }

    /** Whether something is left that not all tips reach. */
    private boolean hasApart() {
        return next.stream().anyMatch(each -> each.tips.cardinality() < found);
    }

    private GraphRow readRow(List<WalkedCommit> line) throws IOException {
        WalkedCommit first = line.get(0);
        WalkedCommit last = line.get(line.size() - 1);
        CommitWords words = CommitWords.read(reader, first.commit);
        return new GraphRow(
                CommitIds.of(first.commit),
                last.shownParents.stream()
                        .map(parent -> CommitIds.of(parent.commit))
                        .toList(),
                last.shownParents.size() < last.commit.getParentCount(),
                first.tips.stream().boxed().collect(Collectors.toSet()),
                line.size(),
                words.subject(),
                words.author(),
                words.authoredAt(),
                twins.findTwin(first.commit).map(CommitIds::of).orElse(null));
    }

    @Override
    public void close() {
        walk.close();
        reader.close();
    }

    /** A commit on the way. */
    static final class WalkedCommit {
        final RevCommit commit;
        final BitSet tips = new BitSet();
        final List<WalkedCommit> shownParents = new ArrayList<>();
        final List<WalkedCommit> shownChildren = new ArrayList<>();

        WalkedCommit(RevCommit commit) {
            this.commit = commit;
        }
    }
}
