package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.Test;

/** Histories as {@code "A B:A M:B,C"}, each commit with its parents; {@code git rev-list} is the reference. */
class ReplayOrderTest extends LetterTest {
    @Test
    void aLineIsReplayedFromItsStart() throws IOException {
        assertThat(sort("A B:A C:B")).isEqualTo("A B C");
    }

    @Test
    void theFirstParentsLineComesBeforeTheSecondOnes() throws IOException {
        assertThat(sort("A B:A C:A M:B,C")).isEqualTo("A B C M");
        assertThat(sort("A B:A C:A M:C,B")).isEqualTo("A C B M");
    }

    @Test
    void linesAreNotMixed() throws IOException {
        assertThat(sort("A B:A C:B D:A E:D M:C,E")).isEqualTo("A B C D E M");
    }

    @Test
    void aParentComesBeforeAllItsChildren() throws IOException {
        assertThat(sort("A B:A C:A M:B,C N:C,B O:M,N")).isEqualTo("A B C M N O");
    }

    @Test
    void aMergeOfThreeHasThreeLines() throws IOException {
        assertThat(sort("A B:A C:A D:A M:B,C,D")).isEqualTo("A B C D M");
    }

    @Test
    void parentsThatAreNotOwnAreLeftOut() throws IOException {
        Map<String, ObjectId> commits = commit("A B:A C:B");
        assertThat(sort(commits, Set.of("B", "C"))).isEqualTo("B C");
    }

    private String sort(String history) throws IOException {
        Map<String, ObjectId> commits = commit(history);
        String order = sort(commits, commits.keySet());
        String last = history.substring(history.lastIndexOf(' ') + 1).substring(0, 1);
        String byGit = repository
                .git()
                .run(
                        "rev-list",
                        "--topo-order",
                        "--reverse",
                        Objects.requireNonNull(commits.get(last)).name());
        assertThat(order).isEqualTo(letters(commits, byGit.lines().map(ObjectId::fromString)));
        return order;
    }

    private String sort(Map<String, ObjectId> commits, Set<String> own) throws IOException {
        Set<ObjectId> ids = own.stream()
                .map(letter -> Objects.requireNonNull(commits.get(letter)))
                .collect(Collectors.toSet());
        try (RevWalk walk = new RevWalk(repository.repository())) {
            List<? extends ObjectId> order = ReplayOrder.sortOldestFirst(walk, ids);
            return letters(commits, order.stream());
        }
    }

    private static String letters(Map<String, ObjectId> commits, Stream<? extends ObjectId> order) {
        Map<String, String> letters = new HashMap<>();
        commits.forEach((letter, id) -> letters.put(id.name(), letter));
        return order.map(id -> letters.get(id.name())).collect(Collectors.joining(" "));
    }

    private Map<String, ObjectId> commit(String history) throws IOException {
        Map<String, ObjectId> commits = new HashMap<>();
        for (String each : history.split(" ", -1)) {
            String letter = each.substring(0, 1);
            ObjectId[] parents = each.length() == 1
                    ? new ObjectId[0]
                    : Stream.of(each.substring(2).split(",", -1))
                            .map(parent -> Objects.requireNonNull(commits.get(parent)))
                            .toArray(ObjectId[]::new);
            commits.put(letter, repository.commit(repository.tree("f=" + letter), parents));
        }
        return commits;
    }
}
