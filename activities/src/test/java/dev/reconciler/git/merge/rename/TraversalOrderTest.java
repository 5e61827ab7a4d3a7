package dev.reconciler.git.merge.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.tree.BytePath;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which directories git reads last: those that the other side left alone, and those that are new. */
class TraversalOrderTest extends LetterTest {
    private final RemovedDirectories removed = new RemovedDirectories();

    @Test
    void aDirectoryThatTheOtherSideLeftAloneIsDeferred() throws IOException {
        assertThat(findDeferred("d/f=a e/f=b", "d/f=a e/f=X", "d/f")).isEqualTo("d");
    }

    @Test
    void aDirectoryThatTheOtherSideChangedIsVisitedAtOnce() throws IOException {
        assertThat(findDeferred("d/f=a e/f=b", "d/f=a e/f=X", "e/f")).isNull();
    }

    @Test
    void aDirectoryThatIsNewOnThisSideIsDeferred() throws IOException {
        assertThat(findDeferred("d/f=a", "d/f=X", "new/f")).isEqualTo("new");
    }

    @Test
    void theTopmostDirectoryIsTheOneThatCounts() throws IOException {
        assertThat(findDeferred("d/e/f=a x=x", "d/e/f=a x=y", "d/e/f")).isEqualTo("d");
        assertThat(findDeferred("d/e/f=a d/g=b", "d/e/f=a d/g=X", "d/e/f")).isEqualTo("d/e");
    }

    @Test
    void aFileOfTheRootIsVisitedAtOnce() throws IOException {
        assertThat(findDeferred("f=a", "f=a", "f")).isNull();
    }

    @Test
    void whereAFileWasAddedToARemovedDirectoryAllBelowItIsVisitedAtOnce() throws IOException {
        assertThat(findDeferred("d/e/f=a", "d/e/f=a d/new=b", "d/e/f")).isEqualTo("d/e");
        removed.recordAdded(BytePath.of("d"), List.of(BytePath.of("d/new")), List.of());
        assertThat(findDeferred("d/e/f=a", "d/e/f=a d/new=b", "d/e/f")).isNull();
    }

    @Test
    void withoutABaseEachDirectoryOfTheOtherSideIsVisitedAtOnce() throws IOException {
        TraversalOrder order = new TraversalOrder(objects, null, repository.tree("d/f=a"));
        assertThat(order.findDeferred(BytePath.of("d/f"))).isNull();
        assertThat(order.findDeferred(BytePath.of("e/f"))).isEqualTo(BytePath.of("e"));
    }

    private @Nullable String findDeferred(String base, String otherSide, String path) throws IOException {
        TraversalOrder order = new TraversalOrder(objects, repository.tree(base), repository.tree(otherSide), removed);
        BytePath deferred = order.findDeferred(BytePath.of(path));
        return deferred == null ? null : deferred.toString();
    }
}
