package dev.reconciler.worker.notice;

import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileError;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.board.BoardEntry;
import dev.reconciler.worker.board.OpenConflict;
import dev.reconciler.worker.board.PassedRun;
import dev.reconciler.worker.board.RepositoryBoard.BoardReading;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.notice.message.CaseKind;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RunningRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds the cases that there are now, from what the board shows. What has one cause is one case: a server that is down for a
 * thousand repositories, or a token that has expired.
 */
final class CaseFinder {
    /** Runs that were trying again have to fail once more before it is known that they still do. */
    private static final Duration STARTING = Duration.ofMinutes(2);

    private static final int LONGEST_TEXT = 2000;

    private final Configuration configuration;
    private final Function<RepositoryId, List<OpenConflict>> conflicts;
    private final Instant started;

    /**
     * @param conflicts those of a repository whose cases are open
     * @param started when this worker was
     */
    CaseFinder(Configuration configuration, Function<RepositoryId, List<OpenConflict>> conflicts, Instant started) {
        this.configuration = configuration;
        this.conflicts = conflicts;
        this.started = started;
    }

    /** @param failing the channels that take no notices, each with since when and why */
    Situation find(BoardReading reading, Map<String, ChannelFailure> failing, Instant now) {
        CaseSearch search = new CaseSearch(now);
        reading.entries().forEach(search::take);
        if (!reading.isTemporalAnswering()) {
            search.add(
                    CaseKind.TEMPORAL,
                    configuration.host(),
                    "The Temporal service does not answer",
                    """
                    Nothing is reconciled on this host until it does. Look whether it runs, and at the worker's log.""",
                    List.of(),
                    now,
                    false);
        }
        failing.forEach((channel, failure) -> search.add(
                CaseKind.CHANNEL,
                channel,
                "The channel " + channel + " takes no notices",
                failure.why() + ". Its notices wait; correct the channel, or notices.channels.",
                List.of(),
                failure.since(),
                false));
        return search.finish(reading.isTemporalAnswering());
    }

    /** @param why what was said last */
    record ChannelFailure(Instant since, String why) {}

    /** Repositories with the same trouble. */
    private static final class Trouble {
        private final List<RepositoryId> repositories = new ArrayList<>();
        private final String said;
        private Instant since;

        Trouble(String said, Instant since) {
            this.said = said;
            this.since = since;
        }

        void add(RepositoryId repository, Instant at) {
            repositories.add(repository);
            since = at.isBefore(since) ? at : since;
        }
    }

    /** One look at all repositories. */
    private final class CaseSearch {
        private final Instant now;
        private final List<FoundCase> cases = new ArrayList<>();
        private final Set<String> undecided = new HashSet<>();
        private final Map<String, Trouble> remotes = new TreeMap<>();
        private final Map<String, Trouble> accesses = new TreeMap<>();
        private final Map<String, Trouble> disks = new TreeMap<>();

        CaseSearch(Instant now) {
            this.now = now;
        }

        void take(BoardEntry entry) {
            conflicts.apply(entry.repository().id()).forEach(this::addConflict);
            boolean isExplained = takeRuns(entry);
            takePosition(entry, isExplained);
        }

        private void addConflict(OpenConflict conflict) {
            String id = conflict.repository() + "/" + conflict.name();
            add(
                    CaseKind.CONFLICT,
                    id,
                    "Commits of " + conflict.repository() + " conflict with the remote",
                    "They are on " + conflict.branch()
                            + " of the remote, and the branch follows the remote without them."
                            + " Decide with: reconciler conflicts show " + id,
                    List.of(conflict.repository()),
                    conflict.since(),
                    false);
        }

        /** @return whether something is found that keeps its commits from being pushed */
        private boolean takeRuns(BoardEntry entry) {
            RepositoryId id = entry.repository().id();
            String remote = entry.repository().remote().value();
            String server = RemoteUrls.findServer(remote).orElse(RemoteUrls.withoutSecrets(remote));
            RunningRun running = entry.running();
            Optional<PassedRun> last = entry.lastRun().filter(run -> !run.isAgreed());
            Instant since = Optional.ofNullable(entry.since()).orElse(now);
            if (running == null) {
                return last.isPresent() && takeFailure(last.get(), id, server, since);
            }
            if (isDown(running, entry, server)) {
                join(remotes, server, id, String.valueOf(running.lastError()), since);
                return true;
            }
            // The run may end as the last one did.
            undecided.add(CaseKind.FAILED.wire() + "/" + id);
            undecided.add(CaseKind.PUSH_REFUSED.wire() + "/" + id);
            if (last.isPresent()) {
                undecided.add(CaseKind.REMOTE.wire() + "/" + server);
                undecided.add(CaseKind.ACCESS.wire() + "/" + server);
                undecided.add(CaseKind.DISK.wire() + "/" + configuration.host());
            }
            return last.isPresent();
        }

        // A run that waits for a lease, or for a lock of somebody else, is trying again too.
        private boolean isDown(RunningRun running, BoardEntry entry, String server) {
            String error = running.lastError();
            return running.state() == RepositoryState.RETRYING
                    && entry.lease() == null
                    && error != null
                    // A URL is told as it is written, and a server in small letters.
                    && error.toLowerCase(Locale.ROOT).contains(server);
        }

        private boolean takeFailure(PassedRun last, RepositoryId id, String server, Instant since) {
            Outcome outcome = last.result().outcome();
            ReconcileError error = last.result().error();
            if (outcome == Outcome.FETCH_FAILED || outcome == Outcome.PUSH_FAILED) {
                join(remotes, server, id, last.result().message(), since);
            } else if (error != null && error.type() == ErrorType.ACCESS_DENIED) {
                join(accesses, server, id, error.message(), since);
            } else if (error != null && error.type() == ErrorType.DISK_ERROR) {
                join(disks, configuration.host(), id, error.message(), since);
            } else if (error != null) {
                boolean isRefused = error.type() == ErrorType.PUSH_REJECTED;
                add(
                        isRefused ? CaseKind.PUSH_REFUSED : CaseKind.FAILED,
                        id.value(),
                        isRefused
                                ? "The remote does not take the commits of " + id
                                : id + " can't be reconciled: " + error.type().wire(),
                        error.message(),
                        List.of(id),
                        since,
                        false);
            }
            return true;
        }

        private void join(Map<String, Trouble> troubles, String cause, RepositoryId id, String said, Instant since) {
            troubles.computeIfAbsent(cause, any -> new Trouble(said, since)).add(id, since);
        }

        private void takePosition(BoardEntry entry, boolean isExplained) {
            RepositoryId id = entry.repository().id();
            BranchPosition position = entry.position().orElse(null);
            if (position == null) {
                undecided.add(CaseKind.UNPUSHED.wire() + "/" + id);
                return;
            }
            Instant since = position.unpushedSince();
            if (since != null
                    && !since.plus(configuration.notices().unpushedFor()).isAfter(now)) {
                add(
                        CaseKind.UNPUSHED,
                        id.value(),
                        "Commits of " + id + " are not pushed",
                        entry.unpushed() + " of them are on this host alone: a loss of its disk would lose them. See"
                                + " reconciler status " + id,
                        List.of(id),
                        since,
                        isExplained);
            }
        }

        void add(
                CaseKind kind,
                String subject,
                String title,
                String text,
                List<RepositoryId> repositories,
                Instant since,
                boolean isExplained) {
            cases.add(new FoundCase(
                    kind.wire() + "/" + subject,
                    kind,
                    title,
                    text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + " …" : text,
                    repositories,
                    since,
                    isExplained));
        }

        Situation finish(boolean isTemporalAnswering) {
            remotes.forEach((server, trouble) ->
                    addTrouble(CaseKind.REMOTE, server, server + " does not serve " + count(trouble), trouble));
            accesses.forEach((server, trouble) ->
                    addTrouble(CaseKind.ACCESS, server, server + " lets nobody in for " + count(trouble), trouble));
            disks.forEach((host, trouble) ->
                    addTrouble(CaseKind.DISK, host, "The disk of " + host + " refuses for " + count(trouble), trouble));
            if (!isTemporalAnswering || now.isBefore(started.plus(STARTING))) {
                configuration.repositories().forEach(repository -> {
                    String remote = repository.remote().value();
                    String server = RemoteUrls.findServer(remote).orElse(RemoteUrls.withoutSecrets(remote));
                    undecided.add(CaseKind.REMOTE.wire() + "/" + server);
                });
            }
            return new Situation(cases, undecided);
        }

        private void addTrouble(CaseKind kind, String subject, String title, Trouble trouble) {
            add(kind, subject, title, trouble.said, trouble.repositories, trouble.since, false);
        }

        private String count(Trouble trouble) {
            int number = trouble.repositories.size();
            return number == 1 ? String.valueOf(trouble.repositories.get(0)) : number + " repositories";
        }
    }
}
