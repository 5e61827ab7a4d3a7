package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;

/**
 * When people are told again of a case that stays open.
 *
 * @param remindEvery after each time that they were told
 * @param escalateAfter once, after they were first told
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CaseTerms(Duration remindEvery, Duration escalateAfter) {}
