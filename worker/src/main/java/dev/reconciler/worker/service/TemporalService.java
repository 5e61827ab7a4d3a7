package dev.reconciler.worker.service;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.port.ConflictDecisions;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.PassWaits;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.HostRoster;
import dev.reconciler.worker.status.StatusSource;
import dev.reconciler.worker.temporal.connection.TemporalCalls;
import dev.reconciler.worker.temporal.host.HostConnection;
import dev.reconciler.worker.temporal.run.SharedPassWaits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host's service on a full Temporal service, which may be away at first and at any time later.
 *
 * <p>Once a second, the service is asked whether it answers. Where it was away before, the whole set-up is made again:
 * each of its steps can be repeated.
 */
public final class TemporalService implements HostService {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalService.class);

    private final HostConnection connection;
    private final List<HostRepository> own;
    private final ServiceListener listener;
    private final Consumer<RepositoryId> forgetLooks;
    private final BootRuns boot;
    private final ScheduleUpkeep schedules;
    private final PassWaits waits;
    private final CountDownLatch closed = new CountDownLatch(1);
    // Whether no other host had an id of this one when this host entered. It stays true from then on.
    private boolean admitted;
    // The first run that had the listing of this host; null before it was announced.
    private @Nullable String listing;
    // Whether the set-up was made since the service last was away.
    private boolean reached;

    /**
     * @param repositories the repositories of this host
     * @param forgetLooks forgets what the cases of a repository have seen, so that its next fetch tells them again
     */
    public TemporalService(
            HostConnection connection,
            List<HostRepository> repositories,
            ServiceListener listener,
            Consumer<RepositoryId> forgetLooks) {
        this.connection = connection;
        this.own = repositories;
        this.listener = listener;
        this.forgetLooks = forgetLooks;
        this.waits = new SharedPassWaits(connection.waits(), connection.starter());
        this.boot = new BootRuns(
                repositories,
                connection.starter(),
                VirtualThreads.newDaemonExecutor("boot-requests"),
                connection::readLatestRun,
                listener,
                new SteadyClock());
        this.schedules = new ScheduleUpkeep(
                connection::matchSchedules, VirtualThreads.newDaemonExecutor("schedules"), new SteadyClock());
    }

    @Override
    public void run() {
        do {
            serveOrReport();
        } while (!ServiceWaits.isOverWithin(closed, ServiceWaits.BETWEEN_LOOKS));
    }

    /**
     * Serves once. Whatever a look meets, the next one may succeed: the service may not know its search attributes yet, or
     * this process may have no memory or no thread for a moment.
     *
     * @throws ConfigurationException if another host has an id of this one
     */
    private void serveOrReport() {
        try {
            serve();
            listener.temporalReached();
            schedules.beginWhereDue();
        } catch (ConfigurationException conflict) {
            throw conflict;
        } catch (TemporalUnavailableException away) {
            reportAway(String.valueOf(away.getMessage()));
        } catch (RuntimeException | Error failed) {
            LOG.debug("a look at the Temporal service failed", failed);
            reportAway(
                    "this process could not look after the Temporal service: " + TemporalCalls.describeFailure(failed));
        }
    }

    /** The set-up is made again. */
    private void reportAway(String why) {
        reached = false;
        listener.temporalUnreachable(why);
    }

    private void serve() {
        connection.probe();
        if (!reached) {
            setUp();
            reached = true;
        }
        boot.requestRuns();
        boot.reportChanges();
    }

    /** Made again whenever the service was away, because it may have come back without its data. */
    private void setUp() {
        // Search attributes come first, since runs set them. The host takes work only after its ids are found to be its
        // own. Boot runs are requested with each look. Schedules come last: the runs that they request find workers.
        // Nothing else has to wait for thousands of them. The cases of conflicts may be lost, so what they have seen is
        // forgotten before all else: the first fetch of each repository opens them again.
        own.forEach(repository -> forgetLooks.accept(repository.id()));
        connection.prepareNamespace();
        enterNamespace();
        connection.startWorkers();
        schedules.request();
    }

    /**
     * Announces this host, once it is admitted.
     *
     * <p>Two hosts A and B with the same id may enter at the same time: A looks, B looks, A announces, B announces. The
     * first look showed neither the other. The second look, after the announcements, shows each the other, and both
     * refuse to serve. A host that was admitted once never looks again, so a newcomer can't stop it.
     */
    private void enterNamespace() {
        if (!admitted) {
            connection.refuseDuplicateIds();
        }
        noteListing(connection.announceRepositories());
        if (!admitted) {
            refuseDuplicateIdsOrWithdraw();
            admitted = true;
        }
    }

    // A service that does not have the listing any more has no runs either: what waited there to try again is done by
    // nobody.
    private void noteListing(String firstRun) {
        if (listing != null && !listing.equals(firstRun)) {
            LOG.info("the Temporal service seems to have lost its data; a run of each repository is requested");
            boot.beginAgain();
        }
        listing = firstRun;
    }

    private void refuseDuplicateIdsOrWithdraw() {
        try {
            connection.refuseDuplicateIds();
        } catch (ConfigurationException conflict) {
            // Otherwise the listing of a host that does not serve would keep the rightful host from starting.
            connection.withdrawRepositories();
            throw conflict;
        }
    }

    @Override
    public RunStarter starter() {
        return connection.starter();
    }

    @Override
    public ConflictDecisions decisions() {
        return connection.decisions();
    }

    @Override
    public PassWaits waits() {
        return waits;
    }

    @Override
    public StatusSource statuses() {
        return connection.statuses();
    }

    @Override
    public RepositoryDirectory directory() {
        return connection.directory();
    }

    @Override
    public Optional<HostRoster> hosts() {
        return Optional.of(connection.roster());
    }

    @Override
    public void close() {
        closed.countDown();
        connection.drain(ServiceWaits.LONGEST_DRAIN);
        connection.close();
    }
}
