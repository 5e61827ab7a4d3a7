package dev.reconciler.workflow.cases;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.contract.PreservedConflict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a case stands.
 *
 * @param conflict the case's name: {@code <repository>/<UTC>}
 * @param preserved the conflict branch, and what it holds
 * @param nextNoticeAt when people are told again, unless a person has decided by then; null before they were told first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CaseStatus(
        String conflict,
        PreservedConflict preserved,
        CaseProgress progress,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant nextNoticeAt) {}
