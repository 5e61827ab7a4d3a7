package dev.reconciler.git.attributes;

import dev.reconciler.git.attributes.AttributesLine.AttributeWord;
import dev.reconciler.git.tree.BytePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of paths, by the files of one {@link AttributesSource} and those outside of the commits. Each file is
 * read once, when a path below its directory is first asked for. One thread uses it.
 *
 * <p>Git's name is {@code git_check_attr}. The nearest word wins. For {@code d/e/f}: {@code info/attributes} of the
 * repository, then {@code d/e/.gitattributes}, {@code d/.gitattributes}, {@code .gitattributes}, the user's file, the
 * system's file. In one file the last line that matches wins, and in one line the last word.
 */
public final class PathAttributes {
    // Git's builtin_attr.
    private static final AttributesFile BUILT_IN = AttributesFile.ofLines("[attr]binary -diff -merge -text");

    private final RepositoryAttributes outside;
    private final AttributesSource source;

    // The files for the paths of a directory, the strongest first.
    private final Map<BytePath, List<PlacedFile>> filesByDirectory = new HashMap<>();

    PathAttributes(RepositoryAttributes outside, AttributesSource source) {
        this.outside = outside;
        this.source = source;
    }

    /**
     * What the files say of one attribute of a file.
     *
     * @throws IOException where an attribute file can't be read
     */
    public AttributeState find(BytePath path, String name) throws IOException {
        return findAll(path).getOrDefault(name, AttributeState.UNSPECIFIED);
    }

    /**
     * Every attribute that the files give a file, by name; without those that are {@link AttributeState#UNSPECIFIED}.
     *
     * @throws IOException where an attribute file can't be read
     */
    public Map<String, AttributeState> findAll(BytePath path) throws IOException {
        List<PlacedFile> files = listFiles(path.parent());
        // The usual case: nothing but git's own macro.
        if (files.isEmpty()) {
            return Map.of();
        }
        Map<String, AttributeState> found = new TreeMap<>();
        for (PlacedFile each : files) {
            List<AttributesLine> lines = each.file().lines();
            for (int i = lines.size() - 1; i >= 0; i--) {
                PathPattern pattern = lines.get(i).pattern();
                if (pattern != null && pattern.matches(path, each.directory(), outside.ignoresCase())) {
                    applyWords(lines.get(i).words(), found);
                }
            }
        }
        found.values().removeIf(AttributeState::isUnspecified);
        return found;
    }

    // Git's fill_one: what was said before, by a stronger line or by a later word, stays. A macro that is set stands
    // for its words, at its place in the line: in "f merge=union binary" binary says -merge, and in "f binary
    // merge=union" it comes too late.
    private void applyWords(List<AttributeWord> words, Map<String, AttributeState> found) throws IOException {
        Deque<AttributeWord> todo = new ArrayDeque<>();
        words.forEach(todo::push);
        while (!todo.isEmpty()) {
            AttributeWord word = todo.pop();
            if (found.putIfAbsent(word.name(), word.state()) == null
                    && word.state().isSet()) {
                findMacro(word.name()).forEach(todo::push);
            }
        }
    }

    // Git's determine_macros: the strongest definition counts, also for a line of another file. Directories below the
    // root define none.
    private List<AttributeWord> findMacro(String name) throws IOException {
        for (PlacedFile each : listFiles(BytePath.ROOT)) {
            List<AttributeWord> words = each.file().macro(name);
            if (words != null) {
                return words;
            }
        }
        List<AttributeWord> builtIn = BUILT_IN.macro(name);
        return builtIn == null ? List.of() : builtIn;
    }

    private List<PlacedFile> listFiles(BytePath directory) throws IOException {
        List<PlacedFile> known = filesByDirectory.get(directory);
        if (known == null) {
            known = List.copyOf(directory.isRoot() ? listRootFiles() : listFilesBelow(directory));
            filesByDirectory.put(directory, known);
        }
        return known;
    }

    private List<PlacedFile> listRootFiles() throws IOException {
        List<PlacedFile> files = new ArrayList<>();
        addFile(files, BytePath.ROOT, outside.info());
        addFile(files, BytePath.ROOT, source.read(BytePath.ROOT));
        addFile(files, BytePath.ROOT, outside.user());
        addFile(files, BytePath.ROOT, outside.system());
        return files;
    }

    // The file of the directory comes before those of the directories above it, and info/attributes before all.
    private List<PlacedFile> listFilesBelow(BytePath directory) throws IOException {
        List<PlacedFile> files = new ArrayList<>(listFiles(directory.parent()));
        List<PlacedFile> own = new ArrayList<>();
        addFile(own, directory, source.read(directory));
        files.addAll(outside.info().isEmpty() ? 0 : 1, own);
        return files;
    }

    private static void addFile(List<PlacedFile> files, BytePath directory, @Nullable AttributesFile file) {
        if (file != null && !file.isEmpty()) {
            files.add(new PlacedFile(directory, file));
        }
    }

    /** A file, and the directory from which its patterns count. */
    private record PlacedFile(BytePath directory, AttributesFile file) {}
}
