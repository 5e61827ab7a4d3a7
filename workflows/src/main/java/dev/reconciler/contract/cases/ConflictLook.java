package dev.reconciler.contract.cases;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.CommitId;
import java.util.List;

/**
 * What a look at a conflict found. Lists are cut, numbers are not.
 *
 * @param commit what the conflict branch holds; of one that is gone, what it held
 * @param remote the commit of the remote's own branch
 * @param files the paths in conflict, and what each side did to them
 * @param filesTotal how many there are
 * @param local the commits that only the conflict branch has, the newest first
 * @param localTotal how many there are
 * @param upstream the commits that only the remote's branch has, the newest first
 * @param upstreamTotal how many there are
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConflictLook(
        CaseState state,
        CommitId commit,
        CommitId remote,
        List<ConflictFile> files,
        int filesTotal,
        List<ConflictCommit> local,
        int localTotal,
        List<ConflictCommit> upstream,
        int upstreamTotal) {
    public ConflictLook {
        files = List.copyOf(files);
        local = List.copyOf(local);
        upstream = List.copyOf(upstream);
    }

    /** A conflict that is over. */
    public static ConflictLook over(CaseState state, CommitId commit, CommitId remote) {
        return new ConflictLook(state, commit, remote, List.of(), 0, List.of(), 0, List.of(), 0);
    }

    /**
     * A path in conflict, and what each side did to it since both had the same.
     *
     * @param local {@code added}, {@code changed}, {@code deleted} or {@code unchanged}, as where its folder was moved
     * @param remote the same of the remote's side
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ConflictFile(String path, String local, String remote) {}

    /** A commit, and the first line of its message. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ConflictCommit(CommitId commit, String subject) {}
}
