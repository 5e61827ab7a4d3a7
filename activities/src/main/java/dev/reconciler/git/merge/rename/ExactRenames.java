package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that moved without a change, by their ids alone, as {@code find_exact_renames} of git's {@code
 * diffcore-rename.c} does. No content is read.
 *
 * <p>Each target takes a source of the same content: one of its own name before all others, then the first. With the
 * sources {@code a/f} and {@code b/g} of one content, the target {@code c/g} takes {@code b/g}, and the target
 * {@code c/h} takes {@code a/f}.
 */
final class ExactRenames {
    // Git looks at no more unused sources of one content: after that many, the first one is good enough.
    private static final int MOST_ALTERNATIVES = 100;

    private final RenameCandidates candidates;
    // Of each content the sources that no target has taken yet.
    private final Map<ContentKey, Set<BytePath>> sources;
    private final Map<ContentKey, Set<BytePath>> targets;
    private final Set<ContentKey> checked = new HashSet<>();

    private ExactRenames(RenameCandidates candidates) {
        this.candidates = candidates;
        this.sources = groupByContent(candidates.sources());
        this.targets = groupByContent(candidates.targets());
    }

    /** Records the renames in the candidates. */
    static void findExactRenames(RenameCandidates candidates) throws IOException {
        new ExactRenames(candidates).matchTargets();
    }

    // The targets are the outer loop, as in git: of two equal targets the first takes the best source.
    private void matchTargets() throws IOException {
        for (Map.Entry<BytePath, TreeEntry> target : candidates.targets().entrySet()) {
            ContentKey content = ContentKey.of(target.getValue());
            Set<BytePath> same = sources.getOrDefault(content, Set.of());
            BytePath source = chooseSource(target.getKey(), same);
            if (source != null) {
                if (checked.add(content)) {
                    checkOrder(content, same);
                }
                candidates.recordRename(source, target.getKey());
                same.remove(source);
            }
        }
    }

    private static Map<ContentKey, Set<BytePath>> groupByContent(Map<BytePath, TreeEntry> files) {
        Map<ContentKey, Set<BytePath>> byContent = new HashMap<>();
        files.forEach((path, entry) -> byContent
                .computeIfAbsent(ContentKey.of(entry), unseen -> new LinkedHashSet<>())
                .add(path));
        return byContent;
    }

    // find_identical_files of git.
    private @Nullable BytePath chooseSource(BytePath path, Set<BytePath> unused) {
        BytePath first = null;
        int alternatives = 0;
        for (BytePath candidate : unused) {
            // Git's score of 2: the source is unused and has the same name. Nothing beats that.
            if (candidate.name().equals(path.name())) {
                return candidate;
            }
            first = first == null ? candidate : first;
            if (++alternatives == MOST_ALTERNATIVES) {
                break;
            }
        }
        return first;
    }

    // Of several with the same content, git takes the one that it meets first. Where the directories of two of them
    // were deferred, that order is the order of git's hash table, and another pair than ours may come out.
    private void checkOrder(ContentKey content, Set<BytePath> same) throws IOException {
        Set<BytePath> to = targets.getOrDefault(content, Set.of());
        boolean matters =
                same.stream().anyMatch(source -> candidates.isRelevant(source) && !isSameInAnyOrder(source, same, to));
        if (matters && (candidates.isOrderUnknown(same) || candidates.isOrderUnknown(to))) {
            candidates.markUncertain();
        }
    }

    // Where each target finds a source of its own name, no source goes to a target of another name. Then the only
    // source of a name goes to the target of that name, whichever comes first: with the sources a/c/h, a/f and d/h,
    // and the targets b/c/h, b/f and h, that is a/f to b/f, but either h may go to either h.
    private boolean isSameInAnyOrder(BytePath source, Set<BytePath> same, Set<BytePath> to) {
        if (same.size() > MOST_ALTERNATIVES) {
            return false;
        }
        Map<BytePath, Long> sourceNames = countNames(same);
        boolean isEachAtHome = countNames(to).entrySet().stream()
                .allMatch(target -> target.getValue() <= sourceNames.getOrDefault(target.getKey(), 0L));
        return isEachAtHome && sourceNames.getOrDefault(source.name(), 0L) == 1;
    }

    private static Map<BytePath, Long> countNames(Set<BytePath> paths) {
        return paths.stream().collect(Collectors.groupingBy(BytePath::name, Collectors.counting()));
    }

    /** What has to be the same. A file may become executable on its way; a symbolic link or a submodule must stay one. */
    private record ContentKey(ObjectId id, int kind) {
        static ContentKey of(TreeEntry entry) {
            return new ContentKey(entry.id(), entry.type());
        }
    }
}
