package dev.reconciler.worker.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.notice.message.CaseKind;
import dev.reconciler.worker.notice.message.NoticeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is told of a case finds on the page what it is and what to do. */
class NoticesPageTest {
    private static final Path PAGE = Path.of("../docs/notices.md");

    /** A row of the table of cases: kind, id, when, and what to do, none of them empty. */
    private static final Pattern KIND =
            Pattern.compile("(?m)^\\| `([a-z-]+)` \\| `\\1/\\S+` \\| [^|]{5,} \\| [^|]{5,} \\|$");

    private static final Pattern TYPE = Pattern.compile("(?m)^\\| `(case\\.[a-z]+)` \\| [^|]{5,} \\|$");

    private static List<String> rows(Pattern row) throws IOException {
        return row.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void eachKindOfCaseHasARowAndNoOther() throws IOException {
        assertThat(rows(KIND))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(CaseKind.values()).map(CaseKind::wire).toList());
    }

    @Test
    void eachNoticeHasARowAndNoOther() throws IOException {
        assertThat(rows(TYPE))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(NoticeType.values()).map(NoticeType::wire).toList());
    }
}
