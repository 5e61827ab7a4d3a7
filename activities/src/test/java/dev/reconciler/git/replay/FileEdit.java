package dev.reconciler.git.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Something that a person does to a tree of files. What can't be done changes nothing. */
interface FileEdit {
    void apply(TreeMap<String, Text> files);

    /** What a path holds: the lines of a file, the target of a symbolic link, or the commit of a submodule. */
    record Text(List<String> lines, Mode mode) {
        String content() {
            return String.join("", lines);
        }
    }

    enum Mode {
        FILE("100644"),
        PROGRAM("100755"),
        LINK("120000"),
        /** A submodule; its only line is the id of a commit. */
        MODULE("160000");

        final String octal;

        Mode(String octal) {
            this.octal = octal;
        }

        boolean isText() {
            return this == FILE || this == PROGRAM;
        }
    }

    /** A tree of files. */
    record Files(TreeMap<String, Text> texts) {
        static final Files NONE = new Files(new TreeMap<>());

        Files after(List<FileEdit> edits) {
            TreeMap<String, Text> changed = new TreeMap<>(texts);
            edits.forEach(edit -> edit.apply(changed));
            return new Files(changed);
        }
    }

    record Put(String path, Text text) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            boolean isBlocked = files.keySet().stream()
                    .anyMatch(other -> other.startsWith(path + "/") || path.startsWith(other + "/"));
            if (!isBlocked) {
                files.put(path, text);
            }
        }
    }

    static FileEdit write(String path, List<String> lines) {
        return new Put(path, new Text(lines, Mode.FILE));
    }

    static FileEdit link(String path, String target) {
        return new Put(path, new Text(List.of(target), Mode.LINK));
    }

    static FileEdit module(String path, int commit) {
        return new Put(path, new Text(List.of("%040x".formatted(0xabc000 + commit)), Mode.MODULE));
    }

    /** A copy, from which it can be edited away. */
    record Copy(String from, String to) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            Text text = files.get(from);
            if (text != null) {
                new Put(to, text).apply(files);
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
            editLines(files, path, lines -> {
                if (!lines.isEmpty()) {
                    lines.remove(line % lines.size());
                }
                lines.addAll(lines.isEmpty() ? 0 : line % (lines.size() + 1), with);
            });
        }
    }

    record Insert(String path, int line, List<String> added) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            editLines(files, path, lines -> lines.addAll(line % (lines.size() + 1), added));
        }
    }

    /** Takes the line end of the last line away. */
    record Cut(String path) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            editLines(files, path, lines -> {
                if (!lines.isEmpty()) {
                    lines.add(lines.remove(lines.size() - 1).stripTrailing());
                }
            });
        }
    }

    /** Every line end becomes that of another system. */
    record ReturnLines(String path) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            editLines(files, path, lines -> lines.replaceAll(line -> line.replaceAll("\r?\n", "\r\n")));
        }
    }

    record Flip(String path) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            files.computeIfPresent(path, (name, text) -> new Text(text.lines(), flipMode(text.mode())));
        }

        private static Mode flipMode(Mode mode) {
            return switch (mode) {
                case FILE -> Mode.PROGRAM;
                case PROGRAM -> Mode.FILE;
                case LINK, MODULE -> mode;
            };
        }
    }

    /** Of a file or of a folder with everything in it. */
    record Rename(String from, String to) implements FileEdit {
        @Override
        public void apply(TreeMap<String, Text> files) {
            TreeMap<String, Text> before = new TreeMap<>(files);
            before.forEach((path, text) -> {
                if (path.equals(from) || path.startsWith(from + "/")) {
                    files.remove(path);
                    new Put(to + path.substring(from.length()), text).apply(files);
                }
            });
        }
    }

    private static void editLines(TreeMap<String, Text> files, String path, Consumer<List<String>> edit) {
        files.computeIfPresent(path, (name, text) -> {
            if (!text.mode().isText()) {
                return text;
            }
            List<String> lines = new ArrayList<>(text.lines());
            edit.accept(lines);
            return new Text(lines, text.mode());
        });
    }
}
