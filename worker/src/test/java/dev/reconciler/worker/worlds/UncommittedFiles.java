package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the application, or a person, has in the work tree that no commit has: files and what is staged. */
final class UncommittedFiles {
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

    private static String describe(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return "-> " + Files.readSymbolicLink(file);
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return "gone";
        }
        return Files.isDirectory(file)
                ? "folder"
                : (Files.isExecutable(file) ? "x " : "") + Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
