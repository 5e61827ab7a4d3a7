package dev.reconciler.client;

import java.util.List;

/**
 * What {@link ConflictChoice#KEEP_LOCAL} would change on the remote.
 *
 * @param files the paths that would change, a thousand at most
 * @param filesTotal how many there are
 * @param diff the difference as git shows it, 256 KiB at most
 * @param truncated whether {@code diff} ends before the difference does
 */
public record KeepLocalPreview(List<String> files, int filesTotal, String diff, boolean truncated) {
    /** Copies the list, so that a preview never changes. */
    public KeepLocalPreview {
        files = List.copyOf(files);
    }
}
