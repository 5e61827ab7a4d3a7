package dev.reconciler.workflow.cases;

import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.contract.cases.ToldCase;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows a case in Temporal's UI: a line in the memo, which lists have, and all of it in the current details. */
public final class CaseDisplay {
    /** The memo that holds the line. */
    public static final String MEMO = "summary";

    private static final int SHOWN = 20;

    private @Nullable String shown;

    /** The line that a case is started with. */
    public static String summarize(CaseInput input) {
        return "conflict of " + input.target().repository() + ": "
                + input.conflict().branch() + " waits for a person to decide";
    }

    static Map<String, Object> memo(CaseInput input, CaseProgress progress) {
        return Map.of(MEMO, describe(input, progress));
    }

    private static String describe(CaseInput input, CaseProgress progress) {
        ConflictLook look = progress.look();
        String files = look == null ? "" : ", " + count(look.filesTotal(), "file");
        return summarize(input) + files + (progress.told().escalatedAt() == null ? "" : ", for too long by now");
    }

    /** Shows a case that is open. */
    void show(CaseInput input, CaseProgress progress) {
        String line = describe(input, progress);
        // Each change is an event in the history.
        if (!line.equals(shown)) {
            Workflow.upsertMemo(Map.of(MEMO, line));
            shown = line;
        }
        Workflow.setCurrentDetails(formatDetails(input, progress));
    }

    /** Shows a case that is over. */
    void showEnd(CaseInput input, ConflictLook look, Duration openFor) {
        String line = "conflict of " + input.target().repository() + ": "
                + input.conflict().branch() + " was " + look.state().wire() + " after "
                + openFor.truncatedTo(ChronoUnit.SECONDS);
        Workflow.upsertMemo(Map.of(MEMO, line));
        Workflow.setCurrentDetails(line);
    }

    private static String formatDetails(CaseInput input, CaseProgress progress) {
        StringBuilder text = new StringBuilder();
        ToldCase told = progress.told();
        if (told.openedAt() != null) {
            text.append("Open since ").append(told.openedAt().truncatedTo(ChronoUnit.SECONDS));
            text.append(told.escalatedAt() == null ? ".\n\n" : ", for too long by now.\n\n");
        }
        if (progress.problem() != null) {
            text.append("Waiting: ").append(progress.problem()).append("\n\n");
        }
        ConflictLook look = progress.look();
        if (look != null) {
            append(
                    text,
                    count(look.filesTotal(), "file"),
                    look.files(),
                    file -> "`" + file.path() + "`: here " + file.local() + ", on the remote " + file.remote());
            append(text, count(look.localTotal(), "commit") + " of this host", look.local(), CaseDisplay::formatCommit);
            append(
                    text,
                    count(look.upstreamTotal(), "commit") + " of the remote",
                    look.upstream(),
                    CaseDisplay::formatCommit);
        }
        return text.append("To decide: `reconciler conflicts show ")
                .append(input.name())
                .append("`, or merge the branch by hand.")
                .toString();
    }

    private static String formatCommit(ConflictLook.ConflictCommit commit) {
        return "`" + commit.commit().abbreviated() + "` " + commit.subject();
    }

    private static <T> void append(StringBuilder text, String title, List<T> items, Function<T, String> format) {
        text.append(title)
                .append(items.stream().limit(SHOWN).map(format).collect(Collectors.joining("\n- ", ":\n\n- ", "\n\n")));
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
