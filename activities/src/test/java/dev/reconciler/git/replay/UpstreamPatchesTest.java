package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.replay.UpstreamPatches.PatchMatch;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.Test;

/** Which own commits the remote has already. A commit is written as its parent's tree and its own: {@code "f=a>f=b"}. */
class UpstreamPatchesTest extends LetterTest {
    private static final int COMMITS = 200;

    @Test
    void theSameChangeInAnotherTreeIsTheSame() throws IOException {
        assertThat(match("f=ab>f=aX", "f=ab g=c>f=aX g=c")).isEqualTo(Likeness.SAME);
    }

    @Test
    void oneOfManyIsEnough() throws IOException {
        assertThat(match("f=ab>f=aX", "f=ab>f=aY", "g=a>g=b", "f=ab g=c>f=aX g=c"))
                .isEqualTo(Likeness.SAME);
    }

    @Test
    void anotherChangeOfTheSamePathsIsNone() throws IOException {
        assertThat(match("f=ab>f=aX", "f=ab>f=aY")).isEqualTo(Likeness.NONE);
    }

    @Test
    void partOfALargerChangeIsNone() throws IOException {
        assertThat(match("f=ab g=c>f=aX g=c", "f=ab g=c>f=aX g=d")).isEqualTo(Likeness.NONE);
        assertThat(match("f=ab g=c>f=aX g=d", "f=ab g=c>f=aX g=c", "f=aX g=c>f=aX g=d"))
                .isEqualTo(Likeness.NONE);
    }

    @Test
    void aModeThatOnlyOneChangesMakesThemDifferent() throws IOException {
        assertThat(match("f=ab>f*=aX", "f=ab>f=aX")).isEqualTo(Likeness.NONE);
        assertThat(match("f=ab>f=aX", "f=ab>f*=aX")).isEqualTo(Likeness.NONE);
        assertThat(match("f=ab>f*=aX", "f=ab>f*=aX g=a")).isEqualTo(Likeness.NONE);
    }

    @Test
    void otherSpacesMakeThemAlike() throws IOException {
        ObjectId before = repository.commit(repository.treeOfTexts(Map.of("f", "a b\n")));
        ObjectId own = repository.commit(repository.treeOfTexts(Map.of("f", "a c\n")), before);
        ObjectId upstream = repository.commit(repository.treeOfTexts(Map.of("f", "a  c\n")), before);
        assertThat(matchCommit(own, List.of(upstream))).isEqualTo(Likeness.ALIKE);
    }

    @Test
    void theSameIsFoundBeforeAndAfterOneThatIsOnlyAlike() throws IOException {
        ObjectId before = repository.commit(repository.treeOfTexts(Map.of("f", "a b\n")));
        ObjectId own = repository.commit(repository.treeOfTexts(Map.of("f", "a c\n")), before);
        ObjectId alike = repository.commit(repository.treeOfTexts(Map.of("f", "a  c\n")), before);
        ObjectId other = repository.commit(repository.treeOfTexts(Map.of("f", "a b\n", "g", "g\n")));
        ObjectId same = repository.commit(repository.treeOfTexts(Map.of("f", "a c\n", "g", "g\n")), other);
        assertThat(matchCommit(own, List.of(alike, same))).isEqualTo(Likeness.SAME);
        assertThat(matchCommit(own, List.of(same, alike))).isEqualTo(Likeness.SAME);
        assertThat(findMatch(own, List.of(alike, same)).same()).isEqualTo(same);
    }

    @Test
    void aMergeUpstreamIsNoPatch() throws IOException {
        ObjectId base = repository.commit(repository.tree("f=ab"));
        ObjectId side = repository.commit(repository.tree("f=ab g=c"), base);
        ObjectId merge = repository.commit(repository.tree("f=aX"), base, side);
        assertThat(matchCommit(commitOf("f=ab>f=aX"), List.of(merge))).isEqualTo(Likeness.NONE);
    }

    @Test
    void aCommitThatChangesNothingMatchesNothing() throws IOException {
        assertThat(match("f=a>f=a", "f=b>f=b")).isEqualTo(Likeness.NONE);
    }

    @Test
    void aCommitWithoutParentAddsAllItsFiles() throws IOException {
        ObjectId root = repository.commit(repository.tree("f=a"));
        assertThat(matchCommit(root, List.of(commitOf("g=b>f=a g=b")))).isEqualTo(Likeness.SAME);
    }

    @Test
    void withoutUpstreamNothingMatches() throws IOException {
        assertThat(match("f=ab>f=aX")).isEqualTo(Likeness.NONE);
    }

    @Test
    void manySmallPatchesAreFoundAsByGit() throws IOException {
        repository.git().write("info/attributes", "h -diff\n");
        ObjectId base = repository.commit(repository.tree("f=abab g=ba h=ab"));
        List<ObjectId> own = writeRandomCommits(base, new Random(3));
        List<ObjectId> upstream = writeRandomCommits(base, new Random(4));

        Set<String> found = new TreeSet<>();
        try (MergeObjects objects = repository.objects();
                RevWalk walk = new RevWalk(repository.repository())) {
            List<RevCommit> commits = new ArrayList<>();
            for (ObjectId each : own) {
                commits.add(walk.parseCommit(each));
            }
            ObjectId tip = commits.get(commits.size() - 1).getTree().getId();
            PatchTexts texts = PatchTextsTest.readTexts(objects, repository, tip);
            UpstreamPatches patches =
                    new UpstreamPatches(objects, walk, texts, upstream, readHeaders(objects, walk, commits));
            for (RevCommit commit : commits) {
                if (likenessOf(patches.matchUpstream(commit)) != Likeness.NONE) {
                    found.add(commit.name());
                }
            }
        }

        assertThat(found).isEqualTo(findEqualByGit(own, upstream));
        assertThat(found).as("some but not all, or nothing is compared").hasSizeBetween(10, COMMITS - 10);
    }

    // Each changes one letter or one mode, so that many are the same somewhere else.
    private List<ObjectId> writeRandomCommits(ObjectId base, Random random) throws IOException {
        Map<String, String> files = new TreeMap<>(Map.of("f", "abab", "g", "ba", "h", "ab"));
        List<ObjectId> commits = new ArrayList<>();
        ObjectId parent = base;
        while (commits.size() < COMMITS) {
            String name = List.copyOf(files.keySet()).get(random.nextInt(files.size()));
            if (random.nextInt(20) == 0) {
                String other = name.endsWith("*") ? name.substring(0, 1) : name + "*";
                files.put(other, files.remove(name));
            } else {
                files.put(name, editText(files.get(name), random));
            }
            String tree = files.entrySet().stream()
                    .map(file -> file.getKey() + "=" + file.getValue())
                    .collect(Collectors.joining(" "));
            parent = repository.commit(repository.tree(tree), parent);
            commits.add(parent);
        }
        return commits;
    }

    // A 0 makes a binary of a file that has no attribute.
    private static String editText(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        boolean grows = text.length() < 1 + random.nextInt(6);
        return grows
                ? text.substring(0, at) + "aaaaaabbbbbb0".charAt(random.nextInt(13)) + text.substring(at)
                : text.substring(0, Math.max(at - 1, 0)) + text.substring(Math.max(at, 1));
    }

    private Set<String> findEqualByGit(List<ObjectId> own, List<ObjectId> upstream) {
        Set<String> ofOwn = own.stream().map(ObjectId::name).collect(Collectors.toSet());
        return repository
                .git()
                .run(
                        "rev-list",
                        "--cherry-mark",
                        own.get(COMMITS - 1).name() + "..."
                                + upstream.get(COMMITS - 1).name())
                .lines()
                .filter(line -> line.startsWith("=") && ofOwn.contains(line.substring(1)))
                .map(line -> line.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Likeness match(String own, String... upstream) throws IOException {
        List<ObjectId> commits = new ArrayList<>();
        for (String change : upstream) {
            commits.add(commitOf(change));
        }
        return matchCommit(commitOf(own), commits);
    }

    private Likeness matchCommit(ObjectId own, List<ObjectId> upstream) throws IOException {
        return likenessOf(findMatch(own, upstream));
    }

    private static Likeness likenessOf(PatchMatch match) {
        return match.same() != null ? Likeness.SAME : match.isAlike() ? Likeness.ALIKE : Likeness.NONE;
    }

    private PatchMatch findMatch(ObjectId own, List<ObjectId> upstream) throws IOException {
        try (MergeObjects objects = repository.objects();
                RevWalk walk = new RevWalk(repository.repository())) {
            RevCommit commit = walk.parseCommit(own);
            PatchTexts texts = PatchTextsTest.readTexts(
                    objects, repository, commit.getTree().getId());
            Map<ObjectId, ObjectId> headers = readHeaders(objects, walk, List.of(commit));
            return new UpstreamPatches(objects, walk, texts, upstream, headers).matchUpstream(commit);
        }
    }

    private ObjectId commitOf(String change) throws IOException {
        String[] trees = change.split(">", -1);
        return repository.commit(repository.tree(trees[1]), repository.commit(repository.tree(trees[0])));
    }

    private static Map<ObjectId, ObjectId> readHeaders(MergeObjects objects, RevWalk walk, List<RevCommit> own)
            throws IOException {
        Map<ObjectId, ObjectId> headers = new HashMap<>();
        for (RevCommit commit : own) {
            List<TreeDiff.FileChange> changes = UpstreamPatches.diffWithParent(objects, walk, commit);
            if (!changes.isEmpty()) {
                headers.put(commit, PatchId.ofHeaders(changes));
            }
        }
        return headers;
    }

    private enum Likeness {
        NONE,
        SAME,
        ALIKE
    }
}
