package dev.reconciler.workflow.cases;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.contract.cases.ToldCase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a case has come to.
 *
 * @param since when the case was first opened
 * @param told what people were told
 * @param look what was last seen of the conflict; null before the first look
 * @param problem why the last look, or the last notice, failed; null where it did not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CaseProgress(
        Instant since,
        ToldCase told,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ConflictLook look,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem) {

    static CaseProgress beginAt(Instant now) {
        return new CaseProgress(now, ToldCase.NOTHING, null, null);
    }

    CaseProgress withLook(ConflictLook seen) {
        return new CaseProgress(since, told, seen, null);
    }

    CaseProgress withTold(ToldCase by) {
        // The service may have forgotten an earlier run of the case, and the host has not.
        return new CaseProgress(by.openedAt() == null ? since : by.openedAt(), by, look, problem);
    }

    CaseProgress withProblem(String why) {
        return new CaseProgress(since, told, look, why);
    }
}
