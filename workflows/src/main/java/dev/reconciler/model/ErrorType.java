package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Why a run failed, sorted by what a person has to do about it. */
public enum ErrorType {
    CONFIGURATION("Configuration"),
    REPOSITORY_MISSING("RepositoryMissing"),
    REPOSITORY_CORRUPT("RepositoryCorrupt"),
    BRANCH_MISSING("BranchMissing"),
    UNRELATED_HISTORIES("UnrelatedHistories"),
    WORK_TREE_DIRTY("WorkTreeDirty"),
    REPOSITORY_BUSY("RepositoryBusy"),
    ACCESS_DENIED("AccessDenied"),
    PUSH_REJECTED("PushRejected"),
    /** The disk of the host refuses: it is full, read-only, gone, or forbids it. */
    DISK_ERROR("DiskError"),
    UNSUPPORTED("Unsupported"),
    /** A defect of this program. */
    INTERNAL("Internal");

    private final String wire;

    ErrorType(String wire) {
        this.wire = wire;
    }

    /** The word that users see, and the type of the failure in Temporal. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /** The type of that word; a word that no type has is {@link #INTERNAL}. */
    @JsonCreator
    public static ErrorType of(String wire) {
        return Arrays.stream(values())
                .filter(type -> type.wire.equals(wire))
                .findFirst()
                .orElse(INTERNAL);
    }

    @Override
    public String toString() {
        return wire;
    }
}
