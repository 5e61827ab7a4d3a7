package dev.reconciler.workflow.cases;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.contract.cases.CaseState;
import java.time.Duration;
import java.time.Instant;

/**
 * How a case was closed.
 *
 * @param conflict the case's name: {@code <repository>/<UTC>}
 * @param closedBy what had happened to the branch
 * @param openFor how long people were asked to decide
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CaseResult(String conflict, CaseState closedBy, Instant openedAt, Instant closedAt, Duration openFor) {}
