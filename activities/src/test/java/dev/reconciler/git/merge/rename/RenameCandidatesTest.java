package dev.reconciler.git.merge.rename;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Paths in the order in which git comes upon them: the other side left the directories later and later2 alone. */
class RenameCandidatesTest extends LetterTest {
    private static final TreeEntry FILE =
            new TreeEntry(FileMode.REGULAR_FILE.getBits(), ObjectId.fromString("1".repeat(40)));

    private static final int MANY = 100_000;

    private RenameCandidates candidates;
    private RenameDetection renames;

    @BeforeEach
    void makeCandidates() throws IOException {
        ObjectId base = repository.tree("later/f=a later2/f=b soon/f=c");
        ObjectId other = repository.tree("later/f=a later2/f=b soon/f=X");
        renames = RenameDetection.find(
                objects,
                base,
                base,
                new TraversalOrder(objects, base, other),
                path -> true,
                1,
                new DirectoryRenames(objects, base, new RemovedDirectories()));
        candidates = new RenameCandidates(
                renames, new TraversalOrder(objects, base, other), path -> !path.equals(BytePath.of("soon/other")));
    }

    @Test
    void whatTheOtherSideLeftAloneComesLast() throws IOException {
        addSources("later/f", "soon/f", "a", "later2/f");
        assertThat(names(candidates.sources())).isEqualTo("a soon/f later/f later2/f");
    }

    @Test
    void anyIsLeftOnlyWhileBothSidesHaveOne() throws IOException {
        addSources("a");
        assertThat(candidates.isAnyLeft()).isFalse();
        candidates.addTarget(BytePath.of("b"), FILE);
        assertThat(candidates.isAnyLeft()).isTrue();
        candidates.recordRename(BytePath.of("a"), BytePath.of("b"));
        assertThat(candidates.isAnyLeft()).isFalse();
    }

    @Test
    void aPairThatIsTakenIsARenameAndNoLongerOpen() throws IOException {
        addSources("a", "c");
        candidates.addTarget(BytePath.of("b"), FILE);
        candidates.recordRename(BytePath.of("a"), BytePath.of("b"));
        assertThat(renames.targetOf(BytePath.of("a")))
                .isEqualTo(new RenameDetection.RenameTarget(BytePath.of("b"), FILE));
        assertThat(candidates.source(BytePath.of("a"))).isNull();
        assertThat(candidates.target(BytePath.of("b"))).isNull();
        assertThat(names(candidates.sources())).isEqualTo("c");
    }

    /** A directory of that many files was moved. Each pair went through all that were left, which took minutes. */
    @Test
    void theNextPairIsTakenAsFastWhereThereAreMany() throws IOException {
        for (int i = 0; i < MANY; i++) {
            candidates.addSource(BytePath.of("d/" + i), FILE);
            candidates.addTarget(BytePath.of("e/" + i), FILE);
        }
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < MANY; i++) {
                candidates.recordRename(BytePath.of("d/" + i), BytePath.of("e/" + i));
            }
        });
        assertThat(candidates.sources()).isEmpty();
    }

    @Test
    void sourcesThatMatterForNothingCanBeLeftOut() throws IOException {
        addSources("soon/f", "soon/other", "later/f");
        candidates.dropIrrelevantSources();
        assertThat(names(candidates.sources())).isEqualTo("soon/f later/f");
    }

    @Test
    void theOrderCantBeToldBetweenTwoDirectoriesThatComeLater() throws IOException {
        assertThat(isAnyOrder("later/f", "later2/f")).isTrue();
        assertThat(isAnyOrder("later/f", "later/g")).isFalse();
        assertThat(isAnyOrder("later/f", "soon/f")).isFalse();
        assertThat(isAnyOrder("soon/f", "a")).isFalse();
    }

    @Test
    void doubtIsToldToTheRenames() {
        assertThat(renames.isUncertain()).isFalse();
        candidates.markUncertain();
        assertThat(renames.isUncertain()).isTrue();
    }

    private boolean isAnyOrder(String one, String other) throws IOException {
        return candidates.isOrderUnknown(List.of(BytePath.of(one), BytePath.of(other)));
    }

    private void addSources(String... paths) throws IOException {
        for (String path : paths) {
            candidates.addSource(BytePath.of(path), FILE);
        }
    }

    private static String names(Map<BytePath, TreeEntry> files) {
        return files.keySet().stream().map(BytePath::toString).collect(Collectors.joining(" "));
    }
}
