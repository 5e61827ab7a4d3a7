package dev.reconciler.workflow.host;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host tells the other hosts: the repositories on its disk, without paths and secrets.
 *
 * <p>A long list is packed, since Temporal's requests have a limit: its repositories are in {@code packed} alone.
 *
 * <p>One version of the program writes it and another reads it: a reader passes over properties that it does not know.
 *
 * @param notices whether the host tells people of other hosts that are gone
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HostListing(
        String host,
        List<ListedRepository> repositories,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String packed,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean notices) {
    private static final String WORKFLOW_PREFIX = "reconcile-host/";

    public HostListing {
        repositories = List.copyOf(repositories);
    }

    /** The ID of the workflow that holds a host's listing. */
    public static String workflowId(String host) {
        return WORKFLOW_PREFIX + host;
    }

    /** Tells people that two hosts have an id in common, and what to do about it. */
    public static String describeConflict(RepositoryId repository, String host, String other) {
        return "repository " + repository + " is configured on host " + host + " and on host " + other
                + " (expected: an id of its own for each clone); rename one of them, or retire a host that is gone for"
                + " good: temporal workflow terminate --workflow-id " + workflowId("HOST");
    }

    /**
     * One repository.
     *
     * @param remotes every URL by which a webhook may name the repository
     * @param retryFor the budget of its runs' fetch or push retries
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ListedRepository(RepositoryId id, BranchName branch, List<String> remotes, Duration retryFor) {
        public ListedRepository {
            remotes = List.copyOf(remotes);
        }
    }
}
