package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * A lease of an application, under which the branch, the index and the files stay as they are.
 *
 * @param holder the name under which it was taken
 * @param expiresAt when it ends by the host's clock, if it is neither renewed nor released before
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LeaseInForce(String holder, Instant expiresAt) {}
