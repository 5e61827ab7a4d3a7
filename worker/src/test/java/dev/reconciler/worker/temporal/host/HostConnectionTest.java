package dev.reconciler.worker.temporal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.model.Trigger;
import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.status.HostRoster;
import dev.reconciler.worker.status.HostRoster.RosterHost;
import dev.reconciler.worker.status.HostRoster.RosterPage;
import dev.reconciler.workflow.host.HostListing;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OnFullServer
class HostConnectionTest {
    private static String address;

    @BeforeAll
    static void start() {
        address = FullServer.shared().orElseThrow().address();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(1));
    }

    private static HostRepository repository(ConfiguredHost host) {
        return HostRepositories.of(host.configuration()).get(0);
    }

    private static void setUp(HostConnection host) {
        host.prepareNamespace();
        host.announceRepositories();
        host.startWorkers();
    }

    private static List<RosterHost> readAll(HostRoster roster) {
        List<RosterHost> all = new ArrayList<>();
        String page = HostRoster.FIRST_PAGE;
        do {
            RosterPage read = roster.readPage(page);
            all.addAll(read.hosts());
            page = read.next();
        } while (!page.equals(HostRoster.FIRST_PAGE));
        return all;
    }

    @Test
    void anIdIsRefusedWhileAnotherHostAnnouncesIt() {
        String shared = ConfiguredHost.freshId();
        ConfiguredHost one = new ConfiguredHost(address, ConfiguredHost.freshId(), shared);
        ConfiguredHost two = new ConfiguredHost(address, shared);
        try (HostConnection first = one.connect();
                HostConnection second = two.connect()) {
            setUp(first);
            eventually().untilAsserted(() -> assertThatThrownBy(second::refuseDuplicateIds)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("repository " + shared + " is configured on host " + two.name()
                            + " and on host " + one.name()));

            first.withdrawRepositories();

            eventually().untilAsserted(() -> assertThatCode(second::refuseDuplicateIds)
                    .doesNotThrowAnyException());
        }
    }

    @Test
    void aHostIsNoDuplicateOfItself() {
        ConfiguredHost host = new ConfiguredHost(address, ConfiguredHost.freshId());
        ConfiguredHost other = new ConfiguredHost(address, ConfiguredHost.freshId());
        try (HostConnection connection = host.connect();
                HostConnection observer = other.connect()) {
            setUp(connection);
            eventually().until(() -> observer.directory().repositories().contains(repository(host)));

            assertThatCode(connection::refuseDuplicateIds).doesNotThrowAnyException();
        }
    }

    /** One that went on in another run was taken for a lost one: each repository got a run after the next outage. */
    @Test
    @Tag("slow")
    void aListingStaysTheSameOneForYearsAndIsAnotherOneWhereItWasLost() {
        ConfiguredHost host = new ConfiguredHost(address, ConfiguredHost.freshId());
        try (HostConnection connection = host.connect()) {
            setUp(connection);
            String listing = connection.announceRepositories();
            String run = currentRun(host);

            eventually().pollInterval(Duration.ofMillis(2)).until(() -> {
                connection.announceRepositories();
                return !currentRun(host).equals(run);
            });
            assertThat(connection.announceRepositories()).isEqualTo(listing);

            listingOf(host).terminate("lost");
            assertThat(connection.announceRepositories()).isNotEqualTo(listing);
        }
    }

    private static WorkflowStub listingOf(ConfiguredHost host) {
        return FullServer.shared().orElseThrow().client().newUntypedWorkflowStub(HostListing.workflowId(host.name()));
    }

    private static String currentRun(ConfiguredHost host) {
        return listingOf(host).describe().getExecution().getRunId();
    }

    @Test
    void theDirectoryHasThisHostAtOnceAndOthersOnceTheyAnnounce() {
        ConfiguredHost here = new ConfiguredHost(address, ConfiguredHost.freshId());
        ConfiguredHost elsewhere = new ConfiguredHost(address, ConfiguredHost.freshId());
        try (HostConnection local = here.connect();
                HostConnection remote = elsewhere.connect()) {
            assertThat(local.directory().repositories())
                    .contains(repository(here))
                    .doesNotContain(repository(elsewhere));

            remote.prepareNamespace();
            remote.announceRepositories();

            eventually().until(() -> local.directory().repositories().contains(repository(elsewhere)));
            // As a command sees it, which has no connection yet.
            assertThat(HostRegistry.ask(here.profile())).contains(repository(elsewhere));
        }
    }

    /** As the notices of another host see it. */
    @Test
    void theRosterHasAHostUntilItIsRetiredAndSeesItsWorkerAskForWork() {
        ConfiguredHost here = new ConfiguredHost(address, ConfiguredHost.freshId());
        ConfiguredHost elsewhere = new ConfiguredHost(address, ConfiguredHost.freshId(), ConfiguredHost.freshId());
        RosterHost announced = new RosterHost(elsewhere.name(), 2, false);
        try (HostConnection local = here.connect();
                HostConnection remote = elsewhere.connect()) {
            HostRoster roster = local.roster();
            remote.prepareNamespace();
            remote.announceRepositories();
            eventually().until(() -> readAll(roster).contains(announced));
            assertThat(roster.find(elsewhere.name())).contains(announced);
            assertThat(roster.findLastPoll(elsewhere.name())).isEmpty();

            remote.startWorkers();

            eventually().until(() -> roster.findLastPoll(elsewhere.name()).isPresent());

            listingOf(elsewhere).terminate("gone for good");

            assertThat(roster.find(elsewhere.name())).isEmpty();
            eventually().until(() -> !readAll(roster).contains(announced));
        }
    }

    @Test
    void aRunIsServedOnceTheWorkersStartAndWaitsBefore() {
        ConfiguredHost host = new ConfiguredHost(address, ConfiguredHost.freshId());
        ConfiguredHost other = new ConfiguredHost(address, ConfiguredHost.freshId());
        try (HostConnection connection = host.connect();
                HostConnection workflows = other.connect()) {
            setUp(workflows);
            connection.starter().request(repository(host), Trigger.BOOT);
            eventually().until(() -> connection.readLatestRun(repository(host)).state() == RunPhase.WAITING_FOR_HOST);

            connection.startWorkers();

            eventually().until(() -> connection.readLatestRun(repository(host)).state() == RunPhase.OVER);
        }
    }

    /** It named the host of the configuration, whose worker was running. */
    @Test
    void aRunThatWaitsForAHostThatIsGoneNamesThatHost() {
        String id = ConfiguredHost.freshId();
        ConfiguredHost gone = new ConfiguredHost(address, id);
        ConfiguredHost next = new ConfiguredHost(address, id);
        try (HostConnection before = gone.connect();
                HostConnection connection = next.connect()) {
            setUp(connection);
            before.starter().request(repository(gone), Trigger.BOOT);

            eventually().until(() -> connection.readLatestRun(repository(next)).state() == RunPhase.WAITING_FOR_HOST);

            assertThat(connection.readLatestRun(repository(next)).detail())
                    .isEqualTo("Fetch waits for its turn on host " + gone.name()
                            + ", which the run was asked for; terminate reconcile/" + id
                            + " if that host is gone for good");
        }
    }
}
