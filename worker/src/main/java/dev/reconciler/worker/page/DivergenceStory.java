package dev.reconciler.worker.page;

import dev.reconciler.git.graph.CommitGraph;
import dev.reconciler.git.graph.GraphRow;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.board.BoardEntry;
import dev.reconciler.worker.board.OpenConflict;
import dev.reconciler.worker.board.PassedRun;
import dev.reconciler.worker.page.text.Moment;
import dev.reconciler.worker.page.text.PlainWords;
import dev.reconciler.worker.page.text.VisibleText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How both sides came apart, and what the last run made of it: a picture with a line of words for each commit.
 *
 * @param told what the last run says of itself that did something; empty where none is known
 * @param lines a line for each row of the picture
 * @param legend the kinds of commits that the picture has
 * @param isCut whether there is more than the picture holds
 */
public record DivergenceStory(
        String told, GraphPicture picture, List<CommitLine> lines, List<KindOfCommit> legend, boolean isCut) {
    private static final int MOST_CONFLICTS = 4;
    private static final int LONGEST_SUBJECT = 120;
    private static final int LONGEST_NAME = 60;

    /** What a commit is to both sides. */
    public enum KindOfCommit {
        LOCAL("local", "only on this host"),
        REMOTE("remote", "only on the remote"),
        SENT("sent", "from this host"),
        TAKEN("taken", "from the remote"),
        SHARED("shared", "on both sides before"),
        REPLACED("replaced", "replayed as another commit"),
        ASIDE("aside", "kept on a conflict branch or ref");

        private final String word;
        private final String words;

        KindOfCommit(String word, String words) {
            this.word = word;
            this.words = words;
        }

        /** For the style. */
        public String word() {
            return word;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** A name that stands at a commit. */
    public record TipLabel(String words, String kind) {}

    /**
     * A commit in words.
     *
     * @param address where the forge shows it; empty where that is not known
     * @param count how many commits the line stands for
     */
    public record CommitLine(
            String hash,
            String address,
            String subject,
            String author,
            @Nullable Moment at,
            KindOfCommit kind,
            int count,
            List<TipLabel> labels) {}

    /** A commit that something is called by. */
    private record NamedTip(String words, String kind, CommitId commit) {}

    /** Reads the clone; empty where there is none, or the picture would show nothing. */
    static Optional<DivergenceStory> of(BoardEntry entry, RepositorySettings settings, Instant now) {
        Optional<BranchPosition> position = BranchPosition.find(settings);
        if (position.isEmpty()) {
            return Optional.empty();
        }
        Optional<ReconcileResult> last = entry.lastRuns().stream()
                .map(PassedRun::result)
                .filter(result -> result.outcome() != Outcome.IN_SYNC)
                .findFirst();
        List<NamedTip> tips = nameTips(position.get(), last.orElse(null), entry.conflicts());
        List<CommitId> commits = tips.stream().map(NamedTip::commit).distinct().toList();
        return CommitGraph.read(settings, commits)
                .filter(graph -> !graph.rows().isEmpty())
                .map(graph ->
                        tell(graph, tips, commits, last, now, entry.repository().web()));
    }

    private static List<NamedTip> nameTips(
            BranchPosition position, @Nullable ReconcileResult last, List<OpenConflict> conflicts) {
        List<NamedTip> tips = new ArrayList<>();
        CommitId remote = position.remote();
        tips.add(new NamedTip("this host", "here", position.local()));
        if (remote != null) {
            tips.add(new NamedTip("remote", "there", remote));
        }
        Set<CommitId> named = new HashSet<>();
        for (OpenConflict conflict : conflicts.subList(0, Math.min(MOST_CONFLICTS, conflicts.size()))) {
            if (conflict.localCommit() != null && named.add(conflict.localCommit())) {
                tips.add(new NamedTip(conflict.branch(), "case", conflict.localCommit()));
            }
        }
        CommitId before = last == null ? null : last.oldCommit();
        if (before != null && !before.equals(position.local()) && !named.contains(before)) {
            tips.add(new NamedTip("before the last run", "before", before));
        }
        return tips;
    }

    private static DivergenceStory tell(
            CommitGraph graph,
            List<NamedTip> tips,
            List<CommitId> commits,
            Optional<ReconcileResult> last,
            Instant now,
            @Nullable String web) {
        Sides sides = Sides.of(graph, tips, commits, last.orElse(null));
        List<KindOfCommit> kinds = graph.rows().stream().map(sides::judge).toList();
        List<CommitLine> lines = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            lines.add(newLine(graph.rows().get(i), kinds.get(i), tips, now, web));
        }
        CommitId straight = tips.size() > 1 && tips.get(1).kind().equals("there")
                ? tips.get(1).commit()
                : tips.get(0).commit();
        return new DivergenceStory(
                last.map(PlainWords::describeRun).orElse(""),
                GraphPicture.draw(
                        graph, straight, kinds.stream().map(KindOfCommit::word).toList()),
                lines,
                kinds.stream().distinct().sorted().toList(),
                graph.isCut());
    }

    private static CommitLine newLine(
            GraphRow row, KindOfCommit kind, List<NamedTip> tips, Instant now, @Nullable String web) {
        Instant at = row.authoredAt();
        return new CommitLine(
                row.commit().abbreviated().substring(0, 8),
                web == null ? "" : web + "/commit/" + row.commit(),
                VisibleText.showLine(row.subject(), LONGEST_SUBJECT),
                VisibleText.showLine(row.author(), LONGEST_NAME),
                at == null ? null : Moment.of(at, now),
                kind,
                row.count(),
                tips.stream()
                        .filter(tip -> tip.commit().equals(row.commit()))
                        .map(tip -> new TipLabel(tip.words(), tip.kind()))
                        .toList());
    }

    /**
     * What the tips mean for the commits that they reach.
     *
     * @param local the index of the local branch among the tips
     * @param remote the index of the remote's; null where it is not known
     * @param before the index of the local branch before the last run; null where that is the same
     * @param twins what commits of the graph were replayed as
     * @param pushed how many commits of the local branch the last run pushed
     */
    private record Sides(
            int local,
            @Nullable Integer remote,
            @Nullable Integer before,
            Set<CommitId> twins,
            int pushed,
            List<GraphRow> rows) {

        static Sides of(
                CommitGraph graph, List<NamedTip> tips, List<CommitId> commits, @Nullable ReconcileResult last) {
            CommitId before = last == null ? null : last.oldCommit();
            Integer beforeIndex = before == null || !commits.contains(before) || before.equals(commits.get(0))
                    ? null
                    : commits.indexOf(before);
            Integer remote = tips.stream()
                    .filter(tip -> tip.kind().equals("there"))
                    .map(tip -> commits.indexOf(tip.commit()))
                    .findFirst()
                    .orElse(null);
            Set<CommitId> twins = graph.rows().stream()
                    .map(GraphRow::twin)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            boolean isPushed = last != null
                    && last.outcome() == Outcome.PUSHED_AHEAD
                    && Objects.equals(last.newCommit(), commits.get(0));
            int pushed = last == null || !isPushed ? 0 : last.ahead();
            return new Sides(0, remote, beforeIndex, twins, pushed, graph.rows());
        }

        KindOfCommit judge(GraphRow row) {
            boolean isHere = row.tips().contains(local);
            boolean isThere = remote == null ? isHere : row.tips().contains(remote);
            if (isHere != isThere) {
                return isHere ? KindOfCommit.LOCAL : KindOfCommit.REMOTE;
            }
            if (!isHere) {
                return row.twin() == null ? KindOfCommit.ASIDE : KindOfCommit.REPLACED;
            }
            if (before != null && !row.tips().contains(before)) {
                return twins.contains(row.commit()) ? KindOfCommit.SENT : KindOfCommit.TAKEN;
            }
            return rows.indexOf(row) < pushed ? KindOfCommit.SENT : KindOfCommit.SHARED;
        }
    }
}
