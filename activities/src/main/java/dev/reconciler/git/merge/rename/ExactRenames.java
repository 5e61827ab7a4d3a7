package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Files that moved as they are: to each new one the first that is gone, those of the same name before others. */
final class ExactRenames {
    private final RenameCandidates candidates;
    private final Map<ObjectId, List<BytePath>> sources;
    private final Map<ObjectId, List<BytePath>> targets;

    private ExactRenames(RenameCandidates candidates) {
        this.candidates = candidates;
        this.sources = groupByContent(candidates.sources());
        this.targets = groupByContent(candidates.targets());
    }

    static void findExactRenames(RenameCandidates candidates) throws IOException {
        new ExactRenames(candidates).matchTargets();
    }

    private void matchTargets() throws IOException {
        for (Map.Entry<BytePath, TreeEntry> target : candidates.targets().entrySet()) {
            List<BytePath> same = sources.getOrDefault(target.getValue().id(), List.of());
            BytePath source = chooseSource(target.getKey(), target.getValue(), same);
            if (source != null) {
                checkOrder(target.getValue().id(), same);
                candidates.recordRename(source, target.getKey());
            }
        }
    }

    private static Map<ObjectId, List<BytePath>> groupByContent(Map<BytePath, TreeEntry> files) {
        Map<ObjectId, List<BytePath>> byContent = new HashMap<>();
        files.forEach((path, leaf) -> byContent
                .computeIfAbsent(leaf.id(), unseen -> new ArrayList<>())
                .add(path));
        return byContent;
    }

    private @Nullable BytePath chooseSource(BytePath path, TreeEntry target, List<BytePath> same) {
        BytePath first = null;
        for (BytePath candidate : same) {
            TreeEntry source = candidates.source(candidate);
            if (source == null || !isSameKind(source, target)) {
                continue;
            }
            if (candidate.name().equals(path.name())) {
                return candidate;
            }
            first = first == null ? candidate : first;
        }
        return first;
    }

    private static boolean isSameKind(TreeEntry source, TreeEntry target) {
        return (source.isRegular() && target.isRegular()) || source.mode() == target.mode();
    }

    // Several that are the same: whichever git comes upon first.
    private void checkOrder(ObjectId content, List<BytePath> same) throws IOException {
        boolean matters = same.stream().anyMatch(candidates::isRelevant);
        if (matters
                && (candidates.isOrderUnknown(same)
                        || candidates.isOrderUnknown(targets.getOrDefault(content, List.of())))) {
            candidates.markUncertain();
        }
    }
}
