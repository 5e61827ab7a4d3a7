package dev.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.git.repository.CommitSyncing;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.status.RepositoryState;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever word a user reads, a table says what it means and what to do: a new one without a row fails here. Alerts and
 * metrics, refusals, cases, settings and configuration have tests of their own pages.
 */
class TablesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final String TEXT = " [^|]*[^| ][^|]* \\|";

    /** The first cells of a table's rows, of which no other cell is empty. */
    private static List<String> firstCells(String page, String heading, int columns) throws IOException {
        String text = "\n" + Files.readString(DOCS.resolve(page));
        String section = text.split("\n" + heading + "\n", 2)[1].split("\n#+ ", 2)[0];
        Pattern row =
                Pattern.compile("(?m)^\\| `?([a-zA-Z][\\w-]+(?=`)|\\d(?= ))`? \\|" + TEXT.repeat(columns - 1) + "$");
        return row.matcher(section).results().map(found -> found.group(1)).toList();
    }

    private static <T> List<String> words(T[] all, Function<T, Object> word) {
        return Arrays.stream(all).map(word).map(String::valueOf).toList();
    }

    @Test
    void eachOutcomeHasARow() throws IOException {
        assertThat(firstCells("outcomes.md", "## Outcomes", 4)).containsAll(words(Outcome.values(), Outcome::wire));
    }

    @Test
    void eachExitStatusHasARow() throws IOException {
        assertThat(firstCells("outcomes.md", "## Outcomes", 2))
                .containsExactlyElementsOf(words(ExitStatus.values(), ExitStatus::code));
    }

    @Test
    void eachTypeOfErrorHasARow() throws IOException {
        assertThat(firstCells("outcomes.md", "## Errors", 3))
                .containsExactlyInAnyOrderElementsOf(words(ErrorType.values(), ErrorType::wire));
    }

    @Test
    void eachReasonOfADecisionHasARow() throws Exception {
        List<String> reasons = new ArrayList<>();
        for (Field reason : ConflictReasons.class.getFields()) {
            reasons.add((String) reason.get(null));
        }

        assertThat(firstCells("outcomes.md", "## Reasons of a decision", 3))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(reasons);
    }

    @Test
    void eachTriggerIsNamed() throws IOException {
        String row = Files.readString(DOCS.resolve("outcomes.md"))
                .lines()
                .filter(line -> line.startsWith("| `repository`, `branch`, `trigger` |"))
                .findFirst()
                .orElseThrow();

        assertThat(words(Trigger.values(), Trigger::wire))
                .allSatisfy(trigger -> assertThat(row).contains("`" + trigger + "`"));
    }

    @Test
    void eachStateOfARepositoryHasARow() throws IOException {
        assertThat(firstCells("status.md", "# How a repository is", 3))
                .containsExactlyInAnyOrderElementsOf(words(RepositoryState.values(), RepositoryState::wire));
    }

    @Test
    void theWarningOfCheckConfigHasARow(@TempDir Path clone) throws Exception {
        new ProcessBuilder("git", "init", "-q", clone.toString()).start().waitFor();
        String warning = CommitSyncing.findWarning(clone).orElseThrow();

        assertThat(Files.readString(DOCS.resolve("configuration.md")))
                .contains("| `" + warning.substring(0, warning.indexOf(": git ")) + "` |");
    }
}
