package dev.reconciler.worker.power.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names that came, went, or lead to something else, all at once or not at all: a renamed file has one name at a time. */
final class NameChange {
    private final int effect;
    private final List<Edit> edits;

    /** @param effect the number of the effect that made it */
    NameChange(int effect, Edit... edits) {
        this.effect = effect;
        this.edits = new ArrayList<>(List.of(edits));
    }

    int effect() {
        return effect;
    }

    /** The folders of the names. */
    Set<RecordedFile> folders() {
        return edits.stream().map(Edit::folder).collect(Collectors.toSet());
    }

    boolean isEmpty() {
        return edits.isEmpty();
    }

    /** Makes it in the names of folders. */
    void apply(Function<RecordedFile, Map<String, RecordedFile>> names) {
        for (Edit edit : edits) {
            Map<String, RecordedFile> folder = names.apply(edit.folder);
            if (edit.file == null) {
                folder.remove(edit.name);
            } else {
                folder.put(edit.name, edit.file);
            }
        }
    }

    /** Forgets what a later change of the same names has overtaken. */
    void yieldTo(NameChange later) {
        edits.removeIf(edit -> later.edits.stream().anyMatch(edit::isSameName));
    }

    /**
     * One name in a folder.
     *
     * @param file where it leads to now; null where there is no such name any more
     */
    record Edit(RecordedFile folder, String name, @Nullable RecordedFile file) {
        private boolean isSameName(Edit other) {
            return folder == other.folder && name.equals(other.name);
        }
    }
}
