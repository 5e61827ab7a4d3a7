package dev.reconciler.worker.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BootRunsTest {
    private static final HostRepository ONE = new HostRepository(
            new RepositoryId("one"), "host-1", new BranchName("main"), List.of(), Duration.ofHours(24));

    private final List<String> news = new ArrayList<>();
    private RunPhase state = RunPhase.WORKING;
    private Instant now = Instant.parse("2026-11-25T08:00:00Z");
    private final BootRuns boot = new BootRuns(
            List.of(ONE),
            this::request,
            Runnable::run,
            repository -> new LatestRun(state, "detail"),
            listener(),
            () -> now);

    private RequestedRun request(HostRepository repository, Trigger trigger) {
        news.add("request " + repository.id() + " " + trigger);
        return new RequestedRun(repository.id().workflowId(), "run");
    }

    private ServiceListener listener() {
        return new ServiceListener() {
            @Override
            public void temporalReached() {
                throw new AssertionError("not its business");
            }

            @Override
            public void temporalUnreachable(String why) {
                throw new AssertionError("not its business");
            }

            @Override
            public void bootRunEnded(RepositoryId repository) {
                news.add("booted " + repository);
            }

            @Override
            public void bootRunDegraded(RepositoryId repository, String why) {
                news.add("degraded " + repository + " " + why);
            }

            @Override
            public void bootRunsDegraded(List<RepositoryId> repositories, String why) {
                news.add("degraded " + repositories + " " + why);
            }
        };
    }

    private BootRuns newBoots(int count, RunStarter starter, Function<HostRepository, LatestRun> looks) {
        return new BootRuns(many(count), starter, Runnable::run, looks, listener(), () -> now);
    }

    @Test
    void ofManyAHundredAreUnderWayAndThoseThatEndMakeRoomForTheNext() {
        Set<String> over = new HashSet<>();
        BootRuns boots = newBoots(
                250,
                this::request,
                repository -> new LatestRun(
                        over.contains(repository.id().value()) ? RunPhase.OVER : RunPhase.WORKING, "detail"));

        boots.requestRuns();
        boots.reportChanges();
        boots.requestRuns();
        assertThat(news).hasSize(100).startsWith("request r0 boot").endsWith("request r99 boot");

        over.addAll(List.of("r20", "r21", "r22"));
        boots.reportChanges();
        news.clear();
        boots.requestRuns();
        assertThat(news).containsExactly("request r100 boot", "request r101 boot", "request r102 boot");
    }

    @Test
    void thoseThatTheServiceRefusesHoldUpNoOthers() {
        BootRuns boots = newBoots(
                20,
                (repository, trigger) -> {
                    if (repository.id().value().length() == 2) {
                        throw new IllegalArgumentException("refused");
                    }
                    return request(repository, trigger);
                },
                repository -> new LatestRun(RunPhase.OVER, "detail"));

        for (int looks = 0; looks < 4; looks++) {
            boots.requestRuns();
        }
        boots.reportChanges();

        assertThat(news).contains("request r10 boot", "request r19 boot", "booted r10", "booted r19");
        assertThat(news)
                .filteredOn(each -> each.startsWith("degraded r9 "))
                .singleElement()
                .asString()
                .endsWith("refused");
    }

    @Test
    void thoseThatRetryOrTakeLongHoldUpNoOthers() {
        BootRuns boots = newBoots(
                250,
                this::request,
                repository -> new LatestRun(
                        repository.id().value().endsWith("7") ? RunPhase.RETRYING : RunPhase.WORKING, "detail"));

        boots.requestRuns();
        for (int looks = 0; looks < 10; looks++) {
            boots.reportChanges();
        }
        news.clear();
        boots.requestRuns();
        assertThat(news).hasSize(10).startsWith("request r100 boot");

        now = now.plusSeconds(61);
        for (int looks = 0; looks < 10; looks++) {
            boots.reportChanges();
        }
        news.clear();
        boots.requestRuns();
        assertThat(news).hasSizeBetween(90, 100).startsWith("request r110 boot");
    }

    @Test
    void aCallLooksUntilItFindsTwentyInARowWithoutNewsAndTheNextOneAtThoseThatFollow() {
        List<HostRepository> looks = new ArrayList<>();
        BootRuns boots = newBoots(50, this::request, repository -> {
            looks.add(repository);
            return new LatestRun(looks.size() <= 10 ? RunPhase.OVER : RunPhase.WORKING, "detail");
        });

        boots.requestRuns();
        boots.reportChanges();
        assertThat(looks).isEqualTo(many(50).subList(0, 30));

        boots.reportChanges();
        boots.reportChanges();
        assertThat(looks).hasSize(70).startsWith(many(50).toArray(HostRepository[]::new));
    }

    @Test
    void requestsAreMadeSeveralAtATime() {
        CyclicBarrier together = new CyclicBarrier(8);
        BootRuns boots = new BootRuns(
                many(16),
                (repository, trigger) -> {
                    await(together);
                    return new RequestedRun(repository.id().workflowId(), "run");
                },
                VirtualThreads.newDaemonExecutor("boot-requests"),
                repository -> new LatestRun(RunPhase.OVER, "detail"),
                listener(),
                () -> now);

        boots.requestRuns();
        boots.reportChanges();

        assertThat(news).hasSize(16).startsWith("booted r0", "booted r1");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new IllegalStateException(alone);
        }
    }

    private static List<HostRepository> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new HostRepository(
                        new RepositoryId("r" + number),
                        "host-1",
                        new BranchName("main"),
                        List.of(),
                        Duration.ofDays(1)))
                .toList();
    }

    @Test
    void aRequestThatFailsIsMadeAgainAndThoseBesideItAreNot() {
        BootRuns boots = newBoots(
                3,
                (repository, trigger) -> {
                    RequestedRun run = request(repository, trigger);
                    if (news.size() == 2) {
                        throw new TemporalUnavailableException("away", new IllegalStateException());
                    }
                    return run;
                },
                repository -> new LatestRun(state, "detail"));

        assertThatThrownBy(boots::requestRuns).hasMessage("away");
        boots.requestRuns();

        assertThat(news).containsExactly("request r0 boot", "request r1 boot", "request r2 boot", "request r1 boot");
    }

    @Test
    void slowRequestsAreMadeForSomeSecondsAtATimeAndTheRestIsDegradedAfterAMinute() {
        BootRuns boots = newBoots(
                19,
                (repository, trigger) -> {
                    now = now.plusMillis(500);
                    return request(repository, trigger);
                },
                repository -> new LatestRun(RunPhase.OVER, "detail"));

        boots.requestRuns();
        boots.reportChanges();
        assertThat(news).hasSize(32).endsWith("booted r14", "booted r15");

        news.clear();
        now = now.plusSeconds(60);
        boots.reportChanges();
        boots.reportChanges();
        assertThat(news)
                .containsExactly(
                        "degraded [r16, r17, r18] its run is not requested yet, since those of other repositories come"
                                + " first");

        news.clear();
        boots.requestRuns();
        boots.reportChanges();
        assertThat(news).contains("request r18 boot", "booted r18").hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(names = {"RETRYING", "WORKING", "WAITING_FOR_HOST"})
    void oneThatWasNotRequestedInTimeIsDegradedAnewByWhatItWaitsForLater(RunPhase later) {
        BootRuns boots = newBoots(
                9,
                (repository, trigger) -> {
                    now = now.plusSeconds(10);
                    return request(repository, trigger);
                },
                repository -> new LatestRun(later, "detail"));
        boots.requestRuns();
        boots.reportChanges();
        boots.requestRuns();

        boots.reportChanges();
        boots.reportChanges();

        assertThat(news)
                .filteredOn(line -> line.matches("degraded \\[?r[78]\\b.*"))
                .containsExactly(
                        "degraded [r8] its run is not requested yet, since those of other repositories come first",
                        "degraded r7 detail",
                        "degraded r8 detail");
    }

    @Test
    void eachIsStartedOnce() {
        boot.requestRuns();
        boot.requestRuns();

        assertThat(news).containsExactly("request one boot");
    }

    @Test
    void anOutcomeIsToldOnce() {
        boot.requestRuns();
        boot.reportChanges();
        state = RunPhase.OVER;
        boot.reportChanges();
        boot.reportChanges();

        assertThat(news).containsExactly("request one boot", "booted one");
    }

    /** It was open when the worker started, with the branch of an older configuration: the new one was not looked at. */
    @Test
    void aRunThatTheConfigurationRefusedIsRequestedOnceMoreAndItsEndToldAfterThat() {
        BootRuns boots = newBoots(
                1, this::request, repository -> new LatestRun(RunPhase.OVER, "failed", ErrorType.CONFIGURATION));

        boots.requestRuns();
        boots.reportChanges();
        assertThat(news).containsExactly("request r0 boot");

        boots.requestRuns();
        boots.reportChanges();
        boots.requestRuns();
        boots.reportChanges();
        assertThat(news).containsExactly("request r0 boot", "request r0 boot", "booted r0");
    }

    @Test
    void aRunThatFailedOtherwiseIsNotRequestedAgain() {
        BootRuns boots = newBoots(
                1, this::request, repository -> new LatestRun(RunPhase.OVER, "failed", ErrorType.ACCESS_DENIED));

        boots.requestRuns();
        boots.reportChanges();
        boots.requestRuns();

        assertThat(news).containsExactly("request r0 boot", "booted r0");
    }

    @Test
    void aRunThatRetriesIsDegradedUntilItsOutcome() {
        boot.requestRuns();
        state = RunPhase.RETRYING;
        boot.reportChanges();
        boot.reportChanges();
        state = RunPhase.OVER;
        boot.reportChanges();

        assertThat(news).containsExactly("request one boot", "degraded one detail", "booted one");
    }

    @Test
    void aRunThatTakesLongIsDegradedAfterAMinute() {
        boot.requestRuns();
        now = now.plusSeconds(60);
        boot.reportChanges();
        now = now.plusSeconds(1);
        boot.reportChanges();

        assertThat(news).containsExactly("request one boot", "degraded one detail");
    }

    /** It counted as over, though nobody did what it had left undone, and the application started on old data. */
    @Test
    void aRunThatTheServiceHasLostIsRequestedAgainAndWatchedToItsOutcome() {
        boot.requestRuns();
        state = RunPhase.RETRYING;
        boot.reportChanges();
        now = now.plusSeconds(5);
        state = RunPhase.ABSENT;
        boot.reportChanges();
        boot.requestRuns();
        state = RunPhase.OVER;
        boot.reportChanges();

        assertThat(news).containsExactly("request one boot", "degraded one detail", "request one boot", "booted one");
    }

    @Test
    void aServiceThatLosesEachRunIsAskedLessAndLessOften() {
        state = RunPhase.ABSENT;
        for (int seconds = 0; seconds < 600; seconds++) {
            boot.requestRuns();
            boot.reportChanges();
            now = now.plusSeconds(1);
        }

        assertThat(news).filteredOn("request one boot"::equals).hasSizeBetween(10, 20);
        assertThat(news).contains("degraded one Temporal no longer knows its run, which is requested again");
    }

    @Test
    void allAreRequestedAgainFromTheBeginningWhereverTheyWere() {
        Set<String> over = new HashSet<>(List.of("r0"));
        BootRuns boots = newBoots(
                101,
                this::request,
                repository -> new LatestRun(
                        over.contains(repository.id().value()) ? RunPhase.OVER : RunPhase.RETRYING, "detail"));
        boots.requestRuns();
        boots.reportChanges();
        news.clear();

        boots.beginAgain();
        boots.requestRuns();
        boots.reportChanges();
        boots.requestRuns();

        assertThat(news)
                .filteredOn(line -> line.startsWith("request "))
                .hasSize(101)
                .doesNotHaveDuplicates();
        assertThat(news).contains("booted r0", "degraded r1 detail");
    }
}
