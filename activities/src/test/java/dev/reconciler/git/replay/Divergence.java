package dev.reconciler.git.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two histories that went apart, as edits of files: small enough to be shrunk and to be told as shell commands.
 *
 * @param base the edits of the first commit, on nothing
 * @param local the commits of local, oldest first
 * @param remote the commits of the remote
 */
record Divergence(List<FileEdit> base, List<Step> local, List<Step> remote) {

    /** One commit. Edits of what is not there do nothing, so that any step can be left out. */
    record Step(List<FileEdit> edits, List<FileEdit> side) {
        /** Whether it merges a side branch, off its parent, that has {@link #side} as its only commit. */
        boolean isMerge() {
            return !side.isEmpty();
        }

        static Step of(FileEdit... edits) {
            return new Step(List.of(edits), List.of());
        }
    }

    /** What a file holds. */
    record Text(List<String> lines, boolean executable) {
        String content() {
            return String.join("", lines);
        }
    }

    /** Something that a person does to a tree of files. */
    interface FileEdit {
        void apply(TreeMap<String, Text> files);
    }

    record Write(String path, List<String> lines) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            boolean isBlocked = files.keySet().stream()
                    .anyMatch(other -> other.startsWith(path + "/") || path.startsWith(other + "/"));
            if (!isBlocked) {
                files.put(path, new Text(lines, false));
            }
        }
    }

    record Delete(String path) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            files.keySet().removeIf(name -> name.equals(path) || name.startsWith(path + "/"));
        }
    }

    record Replace(String path, int line, List<String> with) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            files.computeIfPresent(path, (name, text) -> {
                List<String> lines = new ArrayList<>(text.lines());
                if (!lines.isEmpty()) {
                    lines.remove(line % lines.size());
                }
                lines.addAll(lines.isEmpty() ? 0 : line % (lines.size() + 1), with);
                return new Text(lines, text.executable());
            });
        }
    }

    record Insert(String path, int line, List<String> added) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            files.computeIfPresent(path, (name, text) -> {
                List<String> lines = new ArrayList<>(text.lines());
                lines.addAll(line % (lines.size() + 1), added);
                return new Text(lines, text.executable());
            });
        }
    }

    record Flip(String path) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            files.computeIfPresent(path, (name, text) -> new Text(text.lines(), !text.executable()));
        }
    }

    /** Of a file or of a folder with everything in it. */
    record Rename(String from, String to) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            for (Map.Entry<String, Text> file : new TreeMap<>(files).entrySet()) {
                String path = file.getKey();
                if (path.equals(from) || path.startsWith(from + "/")) {
                    TreeMap<String, Text> without = new TreeMap<>(files);
                    without.remove(path);
                    new Write(
                                    to + path.substring(from.length()),
                                    file.getValue().lines())
                            .apply(without);
                    files.clear();
                    files.putAll(without);
                    if (file.getValue().executable()) {
                        new Flip(to + path.substring(from.length())).apply(files);
                    }
                }
            }
        }
    }

    int commits() {
        return 1 + local.size() + remote.size();
    }

    /** Everything that can be left out at once: a commit, or one edit of one. */
    List<Divergence> smaller() {
        List<Divergence> smaller = new ArrayList<>();
        for (int i = 0; i < local.size(); i++) {
            smaller.add(new Divergence(base, without(local, i), remote));
        }
        for (int i = 0; i < remote.size(); i++) {
            smaller.add(new Divergence(base, local, without(remote, i)));
        }
        for (int i = 0; i < base.size(); i++) {
            smaller.add(new Divergence(without(base, i), local, remote));
        }
        for (int i = 0; i < local.size(); i++) {
            for (Step step : smaller(local.get(i))) {
                smaller.add(new Divergence(base, with(local, i, step), remote));
            }
        }
        for (int i = 0; i < remote.size(); i++) {
            for (Step step : smaller(remote.get(i))) {
                smaller.add(new Divergence(base, local, with(remote, i, step)));
            }
        }
        return smaller;
    }

    private static List<Step> smaller(Step step) {
        List<Step> smaller = new ArrayList<>();
        for (int i = 0; i < step.edits().size(); i++) {
            smaller.add(new Step(without(step.edits(), i), step.side()));
        }
        for (int i = 0; i < step.side().size(); i++) {
            smaller.add(new Step(step.edits(), without(step.side(), i)));
        }
        return smaller;
    }

    private static <T> List<T> without(List<T> list, int index) {
        List<T> rest = new ArrayList<>(list);
        rest.remove(index);
        return rest;
    }

    private static <T> List<T> with(List<T> list, int index, T element) {
        List<T> changed = new ArrayList<>(list);
        changed.set(index, element);
        return changed;
    }
}
