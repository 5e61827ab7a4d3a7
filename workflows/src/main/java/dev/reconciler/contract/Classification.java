package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import org.jspecify.annotations.Nullable;

/**
 * How local and remote differ.
 *
 * @param ahead commits of local that remote lacks
 * @param behind commits of remote that local lacks
 * @param own commits of local that neither the remote has nor both sides were ever seen to hold
 * @param dropped commits of local that both sides were once seen to hold and that the remote no longer has
 * @param mergeBase a best common ancestor; null where there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Classification(
        Divergence divergence,
        int ahead,
        int behind,
        int own,
        int dropped,
        @Nullable CommitId mergeBase) {}
