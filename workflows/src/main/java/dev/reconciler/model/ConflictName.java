package dev.reconciler.model;

import java.util.Optional;

/**
 * The name of a conflict: {@code <UTC>}, or {@code <UTC>-N} where that was taken. Its branch on the remote has that name
 * below {@code conflicts/}. A branch there of any other name is somebody's own, and no conflict.
 *
 * @param value such as {@code 2026-11-27T08-00-00Z-2}
 */
public record ConflictName(String value) {
    private static final String BRANCHES = "conflicts/";

    /** Below it are the branches of all conflicts, and others. */
    public static final String REFS = "refs/heads/" + BRANCHES;

    /** @throws IllegalArgumentException if {@code value} is of another form */
    public ConflictName {
        if (UtcName.ofCandidate(value).isEmpty()) {
            throw new IllegalArgumentException("'" + value + "' (expected: the name of a conflict, such as"
                    + " 2026-11-27T08-00-00Z or 2026-11-27T08-00-00Z-2)");
        }
    }

    /** Reads a name; empty where it is none of a conflict. */
    public static Optional<ConflictName> parse(String text) {
        return UtcName.ofCandidate(text).map(time -> new ConflictName(text));
    }

    /** The conflict whose branch that ref is; empty where it is none's. */
    public static Optional<ConflictName> ofRef(String ref) {
        return ref.startsWith(REFS) ? parse(ref.substring(REFS.length())) : Optional.empty();
    }

    /** The branch of what has that name below {@code conflicts/}, of whatever form the name is. */
    public static BranchName branchOf(String name) {
        return new BranchName(BRANCHES + name);
    }

    /** What follows {@code conflicts/} in the name of a branch, of whatever form; the whole name of a branch elsewhere. */
    public static String below(BranchName branch) {
        String name = branch.value();
        return name.startsWith(BRANCHES) ? name.substring(BRANCHES.length()) : name;
    }

    /** The conflict's branch on the remote. */
    public BranchName branch() {
        return branchOf(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
