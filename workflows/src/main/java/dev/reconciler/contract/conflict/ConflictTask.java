package dev.reconciler.contract.conflict;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.model.ConflictAction;

/**
 * What a person wants done about a conflict branch.
 *
 * @param conflict the branch, and the commit that the person saw there: where it holds another by now, nothing is done
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConflictTask(PreservedConflict conflict, ConflictAction action) {}
