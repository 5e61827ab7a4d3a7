package dev.reconciler.git.edit;

import dev.reconciler.git.attributes.AttributesSource;
import dev.reconciler.git.attributes.PathAttributes;
import dev.reconciler.git.attributes.RepositoryAttributes;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import dev.reconciler.git.tree.TreeEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Finds the files in which a person has left git's markers. One that had such lines on either side before is none. */
final class ConflictMarkers {
    private static final String SIZE = "conflict-marker-size";
    private static final int USUAL = 7;

    private final MergeObjects objects;
    private final PathAttributes attributes;

    private ConflictMarkers(MergeObjects objects, PathAttributes attributes) {
        this.objects = objects;
        this.attributes = attributes;
    }

    /**
     * Lists their paths.
     *
     * @param ours the tree of the remote's side
     * @param theirs the tree of the local side
     */
    static List<String> list(
            Repository repository, MergeObjects objects, ObjectId ours, ObjectId theirs, ObjectId result)
            throws IOException {
        ConflictMarkers markers = new ConflictMarkers(
                objects, RepositoryAttributes.of(repository).within(AttributesSource.ofTree(objects, result)));
        List<String> left = new ArrayList<>();
        for (TreeDiff.FileChange change : TreeDiff.between(objects, BytePath.ROOT, ours, result)) {
            int size = markers.readSize(change.path());
            if (markers.hasMarkers(change.after(), size)
                    && !markers.hasMarkers(change.before(), size)
                    && !markers.hasMarkers(objects.find(theirs, change.path()), size)) {
                left.add(change.path().toString());
            }
        }
        return left;
    }

    private int readSize(BytePath path) throws IOException {
        String value = attributes.find(path, SIZE).value();
        return value != null && value.matches("[1-9]\\d{0,3}") ? Integer.parseInt(value) : USUAL;
    }

    /** Whether the three lines follow each other, as git writes them: a line of {@code =} alone is often a heading. */
    private boolean hasMarkers(@Nullable TreeEntry file, int size) throws IOException {
        if (file == null || !file.isRegular()) {
            return false;
        }
        int found = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(objects.openBlob(file.id()), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null && found < 3; line = lines.readLine()) {
                found += isMarker(line, "<=>".charAt(found), size) ? 1 : 0;
            }
        }
        return found == 3;
    }

    private static boolean isMarker(String line, char sign, int size) {
        return line.length() >= size
                && line.substring(0, size).chars().allMatch(each -> each == sign)
                && (line.length() == size || Character.isWhitespace(line.charAt(size)));
    }
}
