package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** What the application, or a person, has in the work tree that no commit has: files and what is staged. */
final class UncommittedFiles {
    /** Where a move goes, from before its first file until after its last. */
    static final String MOVE_TARGET = "refs/reconciler/main/move/to";

    /** How files begin that a move has written beside their places. */
    private static final String BESIDE = ".reconciler-";

    private static final String GONE = "gone";
    private static final String LINK = "-> ";
    private static final String EXECUTABLE = "x ";

    private UncommittedFiles() {}

    /** By path: what the index has of it, where that is not HEAD's, and the file's content. */
    static Map<String, String> list(World world) throws IOException {
        Map<String, String> files = new TreeMap<>();
        // Renames are not looked for, so that each line is of one path.
        String status = world.git(
                "--no-optional-locks", "status", "--porcelain=v2", "-z", "-uall", "--ignored=matching", "--no-renames");
        for (String line : status.split("\0")) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split(" ", line.startsWith("1") ? 9 : line.startsWith("u") ? 11 : 2);
            String path = words[words.length - 1];
            String staged = line.startsWith("1") && words[1].charAt(0) != '.' ? words[4] + " " + words[7] : "";
            files.put(path, staged + " " + describe(world.cloneFolder().resolve(path)));
        }
        return files;
    }

    /** What is in the work tree at these paths, whether or not it is as HEAD has it. */
    static Map<String, String> read(World world, Set<String> paths) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (String path : paths) {
            contents.put(path, describe(world.cloneFolder().resolve(path)));
        }
        return contents;
    }

    /** Without those that hold what a killed run has moved there, since a commit has that: the next run finishes the move. */
    static Set<String> withoutMoved(World world, Set<String> paths) throws IOException {
        try (ObjectPlumbing clone = world.openClone()) {
            ObjectId target = clone.readRef(MOVE_TARGET);
            if (target == null) {
                return paths;
            }
            Set<String> files = clone.listFiles(target);
            Set<String> others = new TreeSet<>();
            for (String path : paths) {
                if (path.substring(path.lastIndexOf('/') + 1).startsWith(BESIDE)) {
                    continue;
                }
                String moved = files.contains(path) ? describe(clone, target, path) : GONE;
                if (!moved.equals(describe(world.cloneFolder().resolve(path)))) {
                    others.add(path);
                }
            }
            return others;
        }
    }

    private static String describe(ObjectPlumbing clone, ObjectId commit, String path) throws IOException {
        String content = new String(clone.read(commit, path), StandardCharsets.ISO_8859_1);
        FileMode mode = clone.modeOf(commit, path);
        return (mode.equals(FileMode.SYMLINK) ? LINK : mode.equals(FileMode.EXECUTABLE_FILE) ? EXECUTABLE : "")
                + content;
    }

    private static String describe(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return LINK + Files.readSymbolicLink(file);
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return GONE;
        }
        return Files.isDirectory(file)
                ? "folder"
                : (Files.isExecutable(file) ? EXECUTABLE : "") + Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
