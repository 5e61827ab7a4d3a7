package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a fetch.
 *
 * @param limit how long all attempts of this activity together may take
 * @param recovered a move that an earlier fetch of this run has finished before it failed, which is described anew; null
 *     where there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FetchRequest(
        RepositoryBranch target,
        Duration limit,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecoveredMove recovered) {

    @JsonCreator
    public FetchRequest {}

    /** Of a run for which nothing was finished yet. */
    public FetchRequest(RepositoryBranch target, Duration limit) {
        this(target, limit, null);
    }
}
