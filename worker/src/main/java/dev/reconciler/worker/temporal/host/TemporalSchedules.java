package dev.reconciler.worker.temporal.host;

import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.temporal.connection.TemporalCalls;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Temporal Schedules of one host: {@code reconcile/<repository>} for each repository that has an {@code every}.
 *
 * <p>A memo names the host that a schedule belongs to. A schedule that a person or another program made has no such
 * memo and is never changed. A schedule of another host is replaced, or removed, only where this host has its repository
 * now.
 */
final class TemporalSchedules {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalSchedules.class);
    private static final String HOST_MEMO = "reconcilerHost";

    /** How many are looked at together: each costs some calls, and there may be thousands. */
    private static final int AT_ONCE = 8;

    private static final Executor THREADS = VirtualThreads.newDaemonExecutor("schedules");

    private final ScheduleClient client;
    private final TemporalCalls calls;
    private final String host;
    private final Set<String> ownIds;

    /** @param own the repositories of that host, with a schedule and without */
    TemporalSchedules(TemporalConnection connection, String host, Collection<HostRepository> own) {
        this.client = ScheduleClient.newInstance(
                connection.client().getWorkflowServiceStubs(),
                ScheduleClientOptions.newBuilder()
                        .setNamespace(connection.profile().namespace())
                        .build());
        this.calls = connection.calls();
        this.host = host;
        this.ownIds =
                own.stream().map(repository -> repository.id().workflowId()).collect(Collectors.toSet());
    }

    /**
     * Creates, changes and deletes schedules until this host has exactly those that are wanted. Those that are as they
     * should be are only looked at.
     *
     * @param wanted the interval of each repository that has one
     * @throws TemporalUnavailableException if the service does not answer
     */
    void matchConfiguration(Map<HostRepository, Duration> wanted) {
        List<WantedSchedule> schedules = wanted.entrySet().stream()
                .map(each -> new WantedSchedule(each.getKey(), each.getValue()))
                .toList();
        calls.run(() -> removeOthers(schedules.stream().map(WantedSchedule::id).collect(Collectors.toSet())));
        putEach(schedules);
    }

    private void removeOthers(Set<String> wanted) {
        List<String> gone;
        try (Stream<ScheduleListDescription> all = client.listSchedules()) {
            gone = all.filter(it -> isOurs(it.getScheduleId(), it.getMemo(HOST_MEMO, String.class)))
                    .map(ScheduleListDescription::getScheduleId)
                    .filter(id -> !wanted.contains(id))
                    .toList();
        }
        gone.forEach(this::deleteOwn);
    }

    /** Looks at it again: since the list was made, another host may have taken the repository over. */
    private void deleteOwn(String id) {
        ignoreGone(() -> {
            ScheduleHandle handle = client.getHandle(id);
            if (isOurs(id, findOwner(handle.describe()))) {
                handle.delete();
            }
        });
    }

    /** Those of a repository that moved here are this host's too: they would go on asking for runs of the host before. */
    private boolean isOurs(String id, @Nullable Object owner) {
        return host.equals(owner) || (owner != null && ownIds.contains(id));
    }

    private static @Nullable Object findOwner(ScheduleDescription there) {
        return there.getMemo(HOST_MEMO, String.class);
    }

    private static void ignoreGone(Runnable look) {
        try {
            look.run();
        } catch (ScheduleException failed) {
            // The list is a moment behind: somebody may have deleted it since.
            StatusRuntimeException status = TemporalCalls.findStatus(failed);
            if (status == null || status.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw failed;
            }
        }
    }

    /** One that the service does not take keeps none of the others from being put. */
    private void putEach(List<WantedSchedule> schedules) {
        RuntimeException refused = null;
        for (int from = 0; from < schedules.size(); from += AT_ONCE) {
            RuntimeException failed = putTogether(schedules.subList(from, Math.min(from + AT_ONCE, schedules.size())));
            if (failed instanceof TemporalUnavailableException away && away.isOfAll()) {
                throw away;
            }
            refused = refused == null ? failed : refused;
        }
        if (refused != null) {
            throw refused;
        }
    }

    /** Puts them at the same time, and answers with a failure of one of them; null where there is none. */
    private @Nullable RuntimeException putTogether(List<WantedSchedule> some) {
        List<CompletableFuture<Void>> puts = some.stream()
                .map(wanted -> CompletableFuture.runAsync(() -> calls.run(() -> putSchedule(wanted)), THREADS))
                .toList();
        RuntimeException failure = null;
        for (CompletableFuture<Void> put : puts) {
            try {
                put.join();
            } catch (CompletionException failed) {
                failure = failed.getCause() instanceof RuntimeException cause ? cause : failed;
            }
        }
        return failure;
    }

    private void putSchedule(WantedSchedule wanted) {
        // No look comes first: its answer could be outdated at once. The service itself tells whether a schedule is
        // there.
        try {
            createSchedule(wanted, ScheduleState.newBuilder().build());
        } catch (ScheduleAlreadyRunningException there) {
            changeExisting(wanted);
        }
    }

    private void changeExisting(WantedSchedule wanted) {
        ScheduleHandle handle = client.getHandle(wanted.id());
        ScheduleDescription there = handle.describe();
        Object owner = findOwner(there);
        if (host.equals(owner)) {
            if (!wanted.isSame(there.getSchedule())) {
                // The state is kept: a person may have paused the schedule.
                handle.update(now -> new ScheduleUpdate(
                        wanted.create(now.getDescription().getSchedule().getState())));
            }
        } else if (owner == null) {
            LOG.warn("the schedule {} was not made by this program and is left alone; remove it", wanted.id());
        } else {
            // The repository moved here from another host. An update can't change the memo, so this host makes
            // the schedule anew, paused where it was. A kill between the two steps leaves no schedule, and the next
            // set-up creates it.
            ignoreGone(handle::delete);
            createSchedule(wanted, there.getSchedule().getState());
        }
    }

    private void createSchedule(WantedSchedule wanted, ScheduleState state) {
        client.createSchedule(
                wanted.id(),
                wanted.create(state),
                ScheduleOptions.newBuilder().setMemo(Map.of(HOST_MEMO, host)).build());
    }
}
