package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.model.CommitId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a fetch found.
 *
 * @param local the local branch; null where the clone was made by this fetch
 * @param remote the remote branch
 * @param clonedCommits the number of commits of a clone that was made; 0 otherwise
 * @param failedAttempts the remote attempts that failed before the one that succeeded
 * @param reloadOwed whether the application has yet to be told of a move
 * @param recovered what was finished before both sides were looked at; null where there was nothing to finish
 * @param waited how long the fetch waited for its turn on the host, which is not trying; null where it did not
 * @param application where the application is called; null where there is none, or the host is of an older version
 * @param conflicts what was seen of conflict branches; null where the host keeps no cases of them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RemoteState(
        FetchStatus status,
        @Nullable CommitId local,
        CommitId remote,
        int clonedCommits,
        int failedAttempts,
        boolean reloadOwed,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecoveredMove recovered,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration waited,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ApplicationQueue application,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ConflictNews conflicts) {

    @JsonCreator
    public RemoteState {}

    /** With nothing that had to be finished. */
    public RemoteState(
            FetchStatus status,
            @Nullable CommitId local,
            CommitId remote,
            int clonedCommits,
            int failedAttempts,
            boolean reloadOwed) {
        this(status, local, remote, clonedCommits, failedAttempts, reloadOwed, null, null, null, null);
    }

    /** Makes the same state, found after that many failed attempts. */
    public RemoteState withFailedAttempts(int attempts) {
        return new RemoteState(
                status, local, remote, clonedCommits, attempts, reloadOwed, recovered, waited, application, conflicts);
    }

    /** Makes the same state, found after a move was finished that an earlier run was killed in. */
    public RemoteState withRecoveredMove(@Nullable RecoveredMove finished) {
        return new RemoteState(
                status,
                local,
                remote,
                clonedCommits,
                failedAttempts,
                reloadOwed,
                finished,
                waited,
                application,
                conflicts);
    }

    /** Makes the same state, found after the fetch waited so long for its turn. */
    public RemoteState withWaited(Duration turn) {
        return new RemoteState(
                status,
                local,
                remote,
                clonedCommits,
                failedAttempts,
                reloadOwed,
                recovered,
                turn.isZero() ? null : turn,
                application,
                conflicts);
    }

    /** Makes the same state, with the queue of the application's calls. */
    public RemoteState withApplication(@Nullable ApplicationQueue calls) {
        return new RemoteState(
                status, local, remote, clonedCommits, failedAttempts, reloadOwed, recovered, waited, calls, conflicts);
    }

    /** Makes the same state, with what was seen of conflict branches. */
    public RemoteState withConflicts(@Nullable ConflictNews seen) {
        return new RemoteState(
                status, local, remote, clonedCommits, failedAttempts, reloadOwed, recovered, waited, application, seen);
    }

    /** How the two sides compare, by their commits alone. */
    public enum FetchStatus {
        /** Both sides name the same commit. */
        IN_SYNC,
        /** They name different commits, and the remote's is in the object database. */
        DIFFERENT,
        /** There was no clone; now there is one, at the remote's commit. */
        CLONED
    }
}
