package dev.reconciler.git.replay;

import dev.reconciler.git.replay.FileEdit.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Two histories that went apart, as edits of files: small enough to be shrunk and to be told as shell commands.
 *
 * @param commits each after its parents
 * @param local the tip of local, an index among the commits
 * @param remote the tip of the remote
 * @param settings what the repository's configuration says
 */
record DivergedHistory(List<Node> commits, int local, int remote, Map<String, String> settings) {

    /**
     * One commit. Edits of what is not there do nothing, so that any of them can be left out.
     *
     * @param parents indices of earlier commits; none for a root
     * @param edits what is done to the files of the first parent; for a merge, after the edits of the lines that it
     *     merges
     */
    record Node(List<Integer> parents, List<FileEdit> edits, CommitMetadata metadata) {
        private List<Node> smaller() {
            List<Node> smaller = new ArrayList<>();
            each(edits).forEach(rest -> smaller.add(new Node(parents, rest, metadata)));
            if (parents.size() > 1) {
                each(parents).forEach(rest -> smaller.add(new Node(rest, edits, metadata)));
            }
            if (metadata != CommitMetadata.PLAIN) {
                smaller.add(new Node(parents, edits, CommitMetadata.PLAIN));
            }
            return smaller;
        }

        /** The same commit in a list that lacks one: its place is taken by the first parent of it. */
        private Node without(int removed, Node gone) {
            List<Integer> kept = parents.stream()
                    .flatMap(parent ->
                            parent == removed ? gone.parents().stream().limit(1) : List.of(parent).stream())
                    .map(parent -> parent > removed ? parent - 1 : parent)
                    .distinct()
                    .toList();
            return new Node(kept, edits, metadata);
        }
    }

    /** The files of each commit. */
    List<Files> files() {
        List<Files> all = new ArrayList<>();
        for (Node node : commits) {
            Files files = node.parents().isEmpty()
                    ? Files.NONE
                    : all.get(node.parents().get(0));
            all.add(mergeInto(files, node).after(node.edits()));
        }
        return all;
    }

    private Files mergeInto(Files first, Node merge) {
        Files files = first;
        BitSet merged = new BitSet();
        for (int parent : merge.parents()) {
            BitSet reached = ancestors(parent);
            if (!merged.isEmpty()) {
                BitSet added = (BitSet) reached.clone();
                added.andNot(merged);
                for (int i = added.nextSetBit(0); i >= 0; i = added.nextSetBit(i + 1)) {
                    files = files.after(commits.get(i).edits());
                }
            }
            merged.or(reached);
        }
        return files;
    }

    /** The commits that can be reached from one, itself among them. */
    private BitSet ancestors(int commit) {
        BitSet reached = new BitSet();
        reached.set(commit);
        for (int i = commit; i >= 0; i--) {
            if (reached.get(i)) {
                commits.get(i).parents().forEach(reached::set);
            }
        }
        return reached;
    }

    /** Whether each side has commits of its own, and both have one in common. */
    boolean isDiverged() {
        BitSet ours = ancestors(local);
        BitSet theirs = ancestors(remote);
        return ours.intersects(theirs) && !ours.get(remote) && !theirs.get(local);
    }

    /** Everything that can be left out at once: a commit, one edit of one, a line that is merged, or a setting. */
    List<DivergedHistory> smaller() {
        List<DivergedHistory> smaller = new ArrayList<>();
        for (int i = commits.size() - 1; i >= 0; i--) {
            smaller.add(without(i));
        }
        settings.keySet().forEach(key -> {
            Map<String, String> rest = new TreeMap<>(settings);
            rest.remove(key);
            smaller.add(new DivergedHistory(commits, local, remote, rest));
        });
        within(commits, Node::smaller)
                .forEach(changed -> smaller.add(new DivergedHistory(changed, local, remote, settings)));
        smaller.removeIf(each -> !each.isDiverged());
        return smaller;
    }

    private DivergedHistory without(int removed) {
        Node gone = commits.get(removed);
        List<Node> kept = IntStream.range(0, commits.size())
                .filter(i -> i != removed)
                .mapToObj(i -> commits.get(i).without(removed, gone))
                .toList();
        return new DivergedHistory(kept, tipWithout(local, removed, gone), tipWithout(remote, removed, gone), settings);
    }

    private static int tipWithout(int tip, int removed, Node gone) {
        if (tip != removed) {
            return tip > removed ? tip - 1 : tip;
        }
        return gone.parents().isEmpty() ? 0 : gone.parents().get(0);
    }

    /** The list without each of its elements. */
    private static <T> List<List<T>> each(List<T> list) {
        List<List<T>> smaller = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            List<T> rest = new ArrayList<>(list);
            rest.remove(i);
            smaller.add(rest);
        }
        return smaller;
    }

    private static <T> List<List<T>> within(List<T> list, Function<T, List<T>> smaller) {
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            for (T each : smaller.apply(list.get(i))) {
                List<T> changed = new ArrayList<>(list);
                changed.set(i, each);
                all.add(changed);
            }
        }
        return all;
    }
}
