package dev.reconciler.worker.page;

import dev.reconciler.git.conflict.ConflictSides;
import dev.reconciler.git.conflict.ConflictSides.ContestedFile;
import dev.reconciler.git.conflict.ConflictSides.FileFate;
import dev.reconciler.git.conflict.ConflictSides.SideChange;
import dev.reconciler.git.conflict.ConflictSides.SideCommit;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ConflictName;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.board.BoardEntry;
import dev.reconciler.worker.board.OpenConflict;
import dev.reconciler.worker.board.PassedRun;
import dev.reconciler.worker.board.RepositoryBoard.CaseReading;
import dev.reconciler.worker.conflict.ConflictCase;
import dev.reconciler.worker.page.text.CaseLine;
import dev.reconciler.worker.page.text.DiffText;
import dev.reconciler.worker.page.text.Moment;
import dev.reconciler.worker.page.text.PlainWords;
import dev.reconciler.worker.page.text.VisibleText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The view of a conflict that waits for a person, or waited.
 *
 * @param name of its branch below {@code conflicts/}
 * @param branch where the remote holds the commits that conflict
 * @param target the branch that they belong on
 * @param isOpen whether it still waits
 * @param line since when, and what people were told; null where that is not known
 * @param told what the last run says of itself that had to do with it; empty where none is remembered
 * @param waits what is under way, in words; empty where nothing is
 * @param problem why the remote could not be asked about it; empty where it could
 * @param local the last of the commits, as a form sends it; empty where it is not known
 * @param remote what the remote's branch holds, as a form sends it; empty where it is not known
 * @param files what both sides have made of the files in conflict; empty where that can't be read
 * @param filesTotal how many there are
 * @param story a picture of both sides; null where there is no clone to be read
 * @param mayAct whether who looks may decide
 * @param whyNoAction why nothing can be decided about it here, whoever looks; empty where something can
 */
public record ConflictPortrait(
        String repository,
        String name,
        String branch,
        String target,
        String remoteName,
        boolean isOpen,
        @Nullable CaseLine line,
        String told,
        String waits,
        String problem,
        String local,
        String remote,
        List<FileLine> files,
        int filesTotal,
        @Nullable DivergenceStory story,
        boolean mayAct,
        String whyNoAction) {
    private static final int LONGEST_PATH = 300;
    private static final int LONGEST_SUBJECT = 120;
    private static final int LONGEST_NAME = 60;
    private static final int MOST_LINES = 400;

    /** A file in conflict. */
    public record FileLine(String path, SideLine local, SideLine remote) {}

    /**
     * What one side has made of a file.
     *
     * @param fate in words
     * @param more how many commits beside those that are shown have changed it
     */
    public record SideLine(String fate, DiffText diff, List<AuthorLine> commits, int more) {}

    /** A commit that changed a file. */
    public record AuthorLine(
            String hash,
            String subject,
            String author,
            @Nullable Moment at) {}

    /**
     * Paints it.
     *
     * @param sides empty where they can't be read
     * @return empty where nothing is known of such a conflict
     */
    static Optional<ConflictPortrait> of(
            CaseReading reading,
            String name,
            Optional<ConflictSides> sides,
            @Nullable DivergenceStory story,
            boolean mayAct,
            Instant now) {
        BoardEntry entry = reading.entry();
        Optional<OpenConflict> known = entry.conflicts().stream()
                .filter(conflict -> conflict.name().equals(name))
                .findFirst();
        Optional<ConflictCase> open = reading.open();
        Optional<String> branch =
                ConflictName.parse(name).map(each -> each.branch().value());
        String told = branch.map(each -> findTold(entry, each)).orElse("");
        if (branch.isEmpty() || (known.isEmpty() && open.isEmpty() && told.isEmpty())) {
            return Optional.empty();
        }
        boolean isOpen =
                open.isPresent() || (known.isPresent() && !reading.problem().isEmpty());
        return Optional.of(new ConflictPortrait(
                entry.repository().id().value(),
                name,
                branch.get(),
                entry.repository().branch().value(),
                entry.repository().remoteName(),
                isOpen,
                known.map(conflict -> CaseLine.of(conflict, now)).orElse(null),
                told,
                entry.running() == null ? "" : PlainWords.describeWait(entry, now),
                VisibleText.showLines(reading.problem(), 400),
                open.map(ConflictCase::localCommit).map(CommitId::hex).orElse(""),
                open.map(ConflictCase::remoteCommit).map(CommitId::hex).orElse(""),
                sides.map(ConflictSides::files).orElse(List.of()).stream()
                        .map(file -> newFile(file, now))
                        .toList(),
                open.map(ConflictCase::filesTotal).orElse(0),
                story,
                mayAct,
                open.flatMap(ConflictCase::explainNoAction).orElse("")));
    }

    private static String findTold(BoardEntry entry, String branch) {
        return entry.lastRuns().stream()
                .map(PassedRun::result)
                .filter(result -> Objects.equals(result.conflictBranch(), branch) || isDecisionAbout(result, branch))
                .map(PlainWords::describeRun)
                .findFirst()
                .orElse("");
    }

    /** The result of a decision that closed a conflict names its branch in its sentence alone. */
    private static boolean isDecisionAbout(ReconcileResult result, String branch) {
        return result.trigger() == Trigger.CONFLICT
                && List.of(result.message().split("[\\s;,]+", -1)).contains(branch);
    }

    private static FileLine newFile(ContestedFile file, Instant now) {
        return new FileLine(
                VisibleText.showLine(file.path(), LONGEST_PATH),
                newSide(file.local(), now),
                newSide(file.remote(), now));
    }

    private static SideLine newSide(SideChange change, Instant now) {
        List<AuthorLine> commits =
                change.commits().stream().map(each -> newAuthor(each, now)).toList();
        return new SideLine(
                describeFate(change.fate()),
                DiffText.parse(change.diff(), MOST_LINES, change.isCut()),
                commits,
                change.commitsTotal() - commits.size());
    }

    private static AuthorLine newAuthor(SideCommit commit, Instant now) {
        Instant at = commit.authoredAt();
        return new AuthorLine(
                commit.commit().abbreviated(),
                VisibleText.showLine(commit.subject(), LONGEST_SUBJECT),
                VisibleText.showLine(commit.author(), LONGEST_NAME),
                at == null ? null : Moment.of(at, now));
    }

    private static String describeFate(FileFate fate) {
        return switch (fate) {
            case UNTOUCHED -> "not changed under this name";
            case ADDED -> "added";
            case CHANGED -> "changed";
            case DELETED -> "removed";
            case OPAQUE -> "changed, and no text that could be shown";
        };
    }

    /** The hash of the commits' last one, as people read it. */
    public String localShort() {
        return shorten(local);
    }

    /** The hash of the remote's commit, as people read it. */
    public String remoteShort() {
        return shorten(remote);
    }

    private static String shorten(String hash) {
        return hash.isEmpty() ? "" : new CommitId(hash).abbreviated();
    }
}
