package dev.reconciler.workflow.cases;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.contract.CaseTerms;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ConflictName;
import dev.reconciler.model.RepositoryId;
import org.jspecify.annotations.Nullable;

/**
 * What a case is opened with, and told when a run has seen something new.
 *
 * @param host the host whose disk has the clone
 * @param target the repository, and the branch that is reconciled
 * @param conflict the conflict branch, and what it was seen to hold
 * @param terms when people are told again
 * @param carried what the case had come to before it continued as new; null for one that a run opens
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CaseInput(
        String host,
        RepositoryBranch target,
        PreservedConflict conflict,
        CaseTerms terms,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CaseProgress carried) {
    private static final String WORKFLOW_PREFIX = "conflict/";

    @JsonCreator
    public CaseInput {}

    /** The input of a case that a run opens. */
    public CaseInput(String host, RepositoryBranch target, PreservedConflict conflict, CaseTerms terms) {
        this(host, target, conflict, terms, null);
    }

    CaseInput withCarried(CaseProgress progress) {
        return new CaseInput(host, target, conflict, terms, progress);
    }

    CaseInput withCommit(CommitId commit) {
        return new CaseInput(host, target, new PreservedConflict(conflict.branch(), commit), terms, carried);
    }

    /** The case's name: {@code <repository>/<UTC>}. */
    public String name() {
        return nameOf(target.repository(), conflict);
    }

    /** The name of the case of a conflict of that repository. */
    public static String nameOf(RepositoryId repository, PreservedConflict conflict) {
        return repository + "/" + ConflictName.below(conflict.branch());
    }

    /** The workflow ID: one case for each conflict, however often it is opened. */
    public String workflowId() {
        return workflowId(name());
    }

    /** The workflow ID of the case of that name. */
    public static String workflowId(String name) {
        return WORKFLOW_PREFIX + name;
    }
}
