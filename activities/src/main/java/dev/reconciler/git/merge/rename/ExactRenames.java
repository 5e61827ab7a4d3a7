package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    private final Map<ObjectId, Set<BytePath>> sources;
    private final Map<ObjectId, Set<BytePath>> targets;
    private final Set<ObjectId> checked = new HashSet<>();

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
            ObjectId content = target.getValue().id();
            Set<BytePath> same = sources.getOrDefault(content, Set.of());
            BytePath source = chooseSource(target.getKey(), target.getValue(), same);
            if (source != null) {
                if (checked.add(content)) {
                    checkOrder(content, same);
                }
                candidates.recordRename(source, target.getKey());
                same.remove(source);
            }
        }
    }

    private static Map<ObjectId, Set<BytePath>> groupByContent(Map<BytePath, TreeEntry> files) {
        Map<ObjectId, Set<BytePath>> byContent = new HashMap<>();
        files.forEach((path, entry) -> byContent
                .computeIfAbsent(entry.id(), unseen -> new LinkedHashSet<>())
                .add(path));
        return byContent;
    }

    // find_identical_files of git.
    private @Nullable BytePath chooseSource(BytePath path, TreeEntry target, Set<BytePath> unused) {
        BytePath first = null;
        int alternatives = 0;
        for (BytePath candidate : unused) {
            if (!isSameKind(Objects.requireNonNull(candidates.source(candidate)), target)) {
                continue;
            }
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

    // A file may become executable on its way. A symbolic link or a submodule must stay one.
    private static boolean isSameKind(TreeEntry source, TreeEntry target) {
        return (source.isRegular() && target.isRegular()) || source.mode() == target.mode();
    }

    // Of several with the same content, git takes the one that it meets first. Where the directories of two of them
    // were deferred, that order is the order of git's hash table, and another pair than ours may come out.
    private void checkOrder(ObjectId content, Set<BytePath> same) throws IOException {
        boolean matters = same.stream().anyMatch(candidates::isRelevant);
        if (matters
                && (candidates.isOrderUnknown(same)
                        || candidates.isOrderUnknown(targets.getOrDefault(content, Set.of())))) {
            candidates.markUncertain();
        }
    }
}
