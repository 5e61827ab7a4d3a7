package dev.reconciler.git.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Which commits a person has replayed as which, where no program has noted it: a twin has the author of its original, name,
 * address and second, and mostly its message.
 *
 * @param twins each own commit that has a twin, with it
 * @param isWhole whether each own commit has one of its own, or is itself there
 */
public record MatchedTwins(Map<ObjectId, ObjectId> twins, boolean isWhole) {
    /**
     * Finds them. Where a person has made commits that are no commit's twin, they are what became of the own commits without
     * one, as after a squash: those have the last commit for their twin.
     *
     * @param own the commits that were to be replayed
     * @param result the commits that came of it, of which some may be own ones
     * @param tip the last of these
     */
    public static MatchedTwins find(RevWalk walk, Collection<ObjectId> own, Collection<ObjectId> result, ObjectId tip)
            throws IOException {
        List<ObjectId> wanted =
                own.stream().filter(each -> !result.contains(each)).toList();
        List<RevCommit> originals = ReplayOrder.sortOldestFirst(walk, wanted);
        List<RevCommit> made = new ArrayList<>(ReplayOrder.sortOldestFirst(
                walk, result.stream().filter(each -> !own.contains(each)).toList()));
        Map<ObjectId, ObjectId> twins = new LinkedHashMap<>();
        List<RevCommit> left = new ArrayList<>(
                originals.stream().filter(each -> each.getParentCount() < 2).toList());
        boolean hasMerge = left.size() < originals.size();
        match(left, made, twins, (one, other) -> isSameAuthor(one, other) && isSameMessage(one, other));
        match(left, made, twins, MatchedTwins::isSameAuthor);
        boolean isWhole = left.isEmpty() && !hasMerge;
        if (!made.isEmpty()) {
            left.forEach(each -> twins.put(each.getId(), tip));
        }
        return new MatchedTwins(twins, isWhole);
    }

    private static void match(
            List<RevCommit> left,
            List<RevCommit> made,
            Map<ObjectId, ObjectId> twins,
            BiPredicate<RevCommit, RevCommit> isTwin) {
        for (Iterator<RevCommit> each = left.iterator(); each.hasNext(); ) {
            RevCommit original = each.next();
            Optional<RevCommit> twin =
                    made.stream().filter(other -> isTwin.test(original, other)).findFirst();
            if (twin.isPresent()) {
                twins.put(original.getId(), twin.get().getId());
                made.remove(twin.get());
                each.remove();
            }
        }
    }

    private static boolean isSameAuthor(RevCommit one, RevCommit other) {
        // The library reads none from a line without an address.
        return Objects.equals(one.getAuthorIdent(), other.getAuthorIdent());
    }

    private static boolean isSameMessage(RevCommit one, RevCommit other) {
        return one.getFullMessage().strip().equals(other.getFullMessage().strip());
    }
}
