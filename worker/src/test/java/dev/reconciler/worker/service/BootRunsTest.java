package dev.reconciler.worker.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.port.RequestedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootRunsTest {
    private static final HostRepository ONE = new HostRepository(
            new RepositoryId("one"), "host-1", new BranchName("main"), List.of(), Duration.ofHours(24));

    private final List<String> news = new ArrayList<>();
    private RunPhase state = RunPhase.WORKING;
    private Instant now = Instant.parse("2026-11-25T08:00:00Z");
    private final BootRuns boot = new BootRuns(
            List.of(ONE), this::request, repository -> new LatestRun(state, "detail"), listener(), () -> now);

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
        };
    }

    @Test
    void ofManyAHundredAreLookedAtAtOnceAndEachInItsTurn() {
        List<HostRepository> many = many(250);
        List<HostRepository> looks = new ArrayList<>();
        BootRuns boots = new BootRuns(
                many,
                this::request,
                repository -> {
                    looks.add(repository);
                    return new LatestRun(RunPhase.WORKING, "detail");
                },
                listener(),
                () -> now);

        boots.requestRuns();
        boots.reportChanges();
        assertThat(looks).isEqualTo(many.subList(0, 100));

        boots.reportChanges();
        boots.reportChanges();
        assertThat(looks)
                .hasSize(300)
                .startsWith(many.toArray(HostRepository[]::new))
                .endsWith(many.get(49));
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
    void aRequestThatFailsIsMadeAgainAndThoseBeforeItAreNot() {
        BootRuns boots = new BootRuns(
                many(3),
                (repository, trigger) -> {
                    RequestedRun run = request(repository, trigger);
                    if (news.size() == 2) {
                        throw new IllegalStateException("away");
                    }
                    return run;
                },
                repository -> new LatestRun(state, "detail"),
                listener(),
                () -> now);

        assertThatThrownBy(boots::requestRuns).hasMessage("away");
        boots.requestRuns();

        assertThat(news).containsExactly("request r0 boot", "request r1 boot", "request r1 boot", "request r2 boot");
    }

    @Test
    void slowRequestsAreMadeForSomeSecondsAtATimeAndTheRestIsDegradedAfterAMinute() {
        BootRuns boots = new BootRuns(
                many(6),
                (repository, trigger) -> {
                    now = now.plusSeconds(2);
                    return request(repository, trigger);
                },
                repository -> new LatestRun(RunPhase.OVER, "detail"),
                listener(),
                () -> now);

        boots.requestRuns();
        boots.reportChanges();
        assertThat(news)
                .containsExactly(
                        "request r0 boot", "request r1 boot", "request r2 boot", "booted r0", "booted r1", "booted r2");

        news.clear();
        now = now.plusSeconds(60);
        boots.reportChanges();
        boots.reportChanges();
        assertThat(news).hasSize(3).allMatch(line -> line.matches("degraded r[345] its run is not requested yet, .*"));

        news.clear();
        boots.requestRuns();
        boots.reportChanges();
        assertThat(news).contains("request r5 boot", "booted r5").hasSize(6);
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
}
