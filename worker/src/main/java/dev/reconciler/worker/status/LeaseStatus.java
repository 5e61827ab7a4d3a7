package dev.reconciler.worker.status;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.reconciler.git.lease.HeldLease;
import java.time.Instant;

/**
 * The lease under which a repository's branch, index and files stay as they are.
 *
 * @param holder the name under which it was taken
 * @param fence greater than that of every earlier lease of the repository
 * @param expiresAt when it ends, if it is neither renewed nor released before
 */
@JsonPropertyOrder({"holder", "fence", "expiresAt"})
public record LeaseStatus(
        String holder,
        long fence,
        @JsonSerialize(using = ToStringSerializer.class) Instant expiresAt) {

    /** Says the same of a lease. */
    public static LeaseStatus of(HeldLease held) {
        return new LeaseStatus(held.holder(), held.fence(), held.expiresAt());
    }
}
