package dev.reconciler.git.replay;

import dev.reconciler.git.replay.FileEdit.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Two histories that went apart, as edits of files: small enough to be shrunk and to be told as shell commands.
 *
 * @param base the edits of the first commit, on nothing
 * @param cross where both sides merged a commit of the other before they went apart for good
 * @param local the commits of local, oldest first
 * @param remote the commits of the remote
 */
record DivergedHistory(List<FileEdit> base, Cross cross, List<Step> local, List<Step> remote) {

    /** One commit. Edits of what is not there do nothing, so that any step can be left out. */
    record Step(List<FileEdit> edits, List<FileEdit> side, CommitMetadata metadata) {
        /** Whether it merges a side branch, off its parent, that has {@link #side} as its only commit. */
        boolean isMerge() {
            return !side.isEmpty();
        }

        private List<Step> smaller() {
            List<Step> smaller = new ArrayList<>();
            each(edits).forEach(rest -> smaller.add(new Step(rest, side, metadata)));
            each(side).forEach(rest -> smaller.add(new Step(edits, rest, metadata)));
            if (metadata != CommitMetadata.PLAIN) {
                smaller.add(new Step(edits, side, CommitMetadata.PLAIN));
            }
            return smaller;
        }
    }

    /** What each side committed before both merged the other's; nothing where they did not. */
    record Cross(List<FileEdit> local, List<FileEdit> remote) {
        static final Cross NONE = new Cross(List.of(), List.of());

        boolean isNone() {
            return equals(NONE);
        }
    }

    /** The files of the first commit. */
    Files files() {
        return Files.NONE.after(base);
    }

    int commits() {
        return 1 + (cross.isNone() ? 0 : 4) + local.size() + remote.size();
    }

    /** Everything that can be left out at once: a commit, or one edit of one. */
    List<DivergedHistory> smaller() {
        List<DivergedHistory> smaller = new ArrayList<>();
        if (!cross.isNone()) {
            smaller.add(new DivergedHistory(base, Cross.NONE, local, remote));
        }
        each(local).forEach(rest -> smaller.add(new DivergedHistory(base, cross, rest, remote)));
        each(remote).forEach(rest -> smaller.add(new DivergedHistory(base, cross, local, rest)));
        each(base).forEach(rest -> smaller.add(new DivergedHistory(rest, cross, local, remote)));
        within(local, Step::smaller).forEach(steps -> smaller.add(new DivergedHistory(base, cross, steps, remote)));
        within(remote, Step::smaller).forEach(steps -> smaller.add(new DivergedHistory(base, cross, local, steps)));
        return smaller;
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
