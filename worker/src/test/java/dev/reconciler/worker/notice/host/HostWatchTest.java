package dev.reconciler.worker.notice.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.notice.host.HostWatch.HostsSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which host looks after which, and when one is gone. */
class HostWatchTest {
    private static final int MINUTES_UNTIL_GONE = 7;

    private final FakeRoster roster = new FakeRoster();
    private Instant now = Instant.parse("2026-11-27T08:00:00Z");

    /** A look each minute, for some minutes; the last one. */
    private HostsSeen look(int minutes, HostWatch watch, String... told) {
        HostsSeen seen = watch.look(List.of(told), now);
        for (int minute = 0; minute < minutes; minute++) {
            now = now.plus(Duration.ofMinutes(1));
            seen = watch.look(List.of(told), now);
        }
        return seen;
    }

    private static List<String> gone(HostsSeen seen) {
        return seen.gone().stream().map(GoneHost::name).toList();
    }

    private HostWatch watch(String self) {
        return new HostWatch(self, roster);
    }

    @Test
    void aHostWhoseWorkerStopsIsGoneAfterFiveMinutes() {
        HostWatch watch = watch("a");
        roster.with("a", true).with("b", true);
        assertThat(gone(look(30, watch))).isEmpty();

        roster.stop("b");
        assertThat(gone(look(4, watch))).isEmpty();

        HostsSeen seen = look(1, watch);
        assertThat(seen.gone()).singleElement().satisfies(host -> {
            assertThat(host.name()).isEqualTo("b");
            assertThat(host.repositories()).isEqualTo(2);
        });
        assertThat(watch.countGone()).isOne();
    }

    @Test
    void aHostThatComesBackInTimeIsNotGone() {
        HostWatch watch = watch("a");
        roster.with("a", true).with("b", true);
        look(1, watch);
        roster.stop("b");
        look(3, watch);
        roster.startAgain("b");

        assertThat(gone(look(1, watch))).isEmpty();

        roster.stop("b");
        assertThat(gone(look(4, watch))).isEmpty();
    }

    /** Of three hosts that could tell, one does. */
    @Test
    void eachHostIsLookedAfterByTheOneBeforeIt() {
        roster.with("a", true).with("b", true).with("c", true);
        roster.stop("c");

        assertThat(gone(look(MINUTES_UNTIL_GONE, watch("a")))).isEmpty();
        assertThat(gone(look(MINUTES_UNTIL_GONE, watch("b")))).containsExactly("c");
    }

    @Test
    void theFirstHostIsLookedAfterByTheLast() {
        roster.with("a", true).with("b", true);
        roster.stop("a");

        assertThat(gone(look(MINUTES_UNTIL_GONE, watch("b")))).containsExactly("a");
    }

    /** Whoever was to tell of it is gone too. */
    @Test
    void theOneBeforeTakesOverWhereTheTellerGoes() {
        roster.with("a", true).with("b", true).with("c", true).with("d", true);
        HostWatch watch = watch("a");
        roster.stop("c");
        assertThat(gone(look(MINUTES_UNTIL_GONE, watch))).isEmpty();

        roster.stop("b");

        assertThat(gone(look(2 * MINUTES_UNTIL_GONE, watch))).containsExactly("b", "c");
    }

    /** A rack without power. */
    @Test
    void manyHostsThatGoTogetherAreGoneSoonAfterTheFirst() {
        roster.with("a", true).with("b", true).with("c", true).with("d", true).with("e", true);
        HostWatch watch = watch("a");
        look(2, watch);
        roster.stop("b");
        roster.stop("c");
        roster.stop("d");

        assertThat(gone(look(MINUTES_UNTIL_GONE, watch))).contains("b");
        assertThat(gone(look(2, watch))).containsExactly("b", "c", "d");
    }

    /** The one that tells of it may be back at any moment. */
    @Test
    void aHostBehindOneThatIsAwayForAMomentIsNotToldOf() {
        roster.with("a", true).with("b", true).with("c", true);
        roster.stop("c");
        HostWatch watch = watch("a");
        look(2, watch);
        for (int restart = 0; restart < 5; restart++) {
            roster.stop("b");
            assertThat(gone(look(3, watch))).isEmpty();
            roster.startAgain("b");
            assertThat(gone(look(1, watch))).isEmpty();
        }
    }

    /** A host of an earlier version, or without channels. */
    @Test
    void aHostThatTellsNobodyLooksAfterNone() {
        roster.with("a", true).with("b", false).with("c", false).with("d", true);
        roster.stop("c");

        assertThat(gone(look(MINUTES_UNTIL_GONE, watch("a")))).containsExactly("c");
    }

    @Test
    void aHostThatWasRetiredIsNoCaseAndEndsOne() {
        roster.with("a", true).with("b", true).with("c", true);
        HostWatch watch = watch("a");
        roster.stop("b");
        assertThat(gone(look(MINUTES_UNTIL_GONE, watch))).containsExactly("b");

        roster.retire("b");

        HostsSeen seen = look(1, watch, "b");
        assertThat(seen.gone()).isEmpty();
        assertThat(seen.undecided()).isEmpty();
    }

    /** It is not served, but its ids are another host's. */
    @Test
    void aHostThatWithdrewIsNoCase() {
        roster.with("a", true).with("b", true);
        roster.withdraw("b");

        assertThat(gone(look(MINUTES_UNTIL_GONE, watch("a")))).isEmpty();
    }

    /** After it, the service knows of no worker until each has asked again. */
    @Test
    void anOutageOfTheServiceMakesNoHostGone() {
        roster.with("a", true).with("b", true);
        HostWatch watch = watch("a");
        look(2, watch);
        roster.setAway(true);
        look(60, watch);
        roster.setAway(false);
        roster.forgetPolls();
        roster.stop("b");

        assertThat(gone(look(3, watch))).isEmpty();

        roster.startAgain("b");
        assertThat(gone(look(MINUTES_UNTIL_GONE, watch))).isEmpty();
    }

    @Test
    void anOutageOfTheServiceEndsNoCase() {
        roster.with("a", true).with("b", true);
        HostWatch watch = watch("a");
        roster.stop("b");
        look(MINUTES_UNTIL_GONE, watch);

        roster.setAway(true);
        assertThat(look(1, watch, "b").undecided()).containsExactly("b");
        roster.setAway(false);
        assertThat(look(1, watch, "b").undecided()).containsExactly("b");
        assertThat(gone(look(MINUTES_UNTIL_GONE, watch, "b"))).containsExactly("b");
    }

    @Test
    void aWorkerThatStartsAnewDecidesNothingAtItsFirstLook() {
        roster.with("a", true).with("b", true);
        roster.stop("b");

        HostsSeen seen = watch("a").look(List.of("b"), now);

        assertThat(seen.gone()).isEmpty();
        assertThat(seen.undecided()).containsExactly("b");
    }

    /** The one that has told is not the one that looks after it any more. */
    @Test
    void whoHasToldOfAHostSeesItsEnd() {
        roster.with("a", true).with("b", true).with("c", true);
        HostWatch watch = watch("a");
        roster.stop("c");
        assertThat(gone(look(MINUTES_UNTIL_GONE, watch, "c"))).containsExactly("c");

        roster.startAgain("c");

        HostsSeen seen = look(1, watch, "c");
        assertThat(seen.gone()).isEmpty();
        assertThat(seen.undecided()).isEmpty();
    }

    @Test
    void aClockThatJumpsMakesNoHostGone() {
        roster.with("a", true).with("b", true);
        HostWatch watch = watch("a");
        look(2, watch);
        roster.stop("b");
        look(1, watch);
        now = now.plus(Duration.ofHours(2));

        assertThat(gone(look(0, watch))).isEmpty();
    }

    @Test
    void aClockThatIsSetBackEndsNoLook() {
        roster.with("a", true).with("b", true);
        HostWatch watch = watch("a");
        look(2, watch);
        now = now.minus(Duration.ofDays(1));
        roster.stop("b");

        assertThat(gone(look(MINUTES_UNTIL_GONE, watch))).containsExactly("b");
    }

    @Test
    void ofThousandsOfHostsAMinuteAsksForTwoThings() {
        IntStream.range(0, 3000).forEach(number -> roster.with("host-%04d".formatted(number), true));
        HostWatch watch = watch("host-1000");
        look(0, watch);
        roster.takeCalls();

        look(10, watch);

        assertThat(roster.takeCalls()).isEqualTo(20);
    }

    /** Each is looked at every five minutes; one that did not ask, from then on each minute. */
    @Test
    void ofManyHostsTheSilentOnesAreLookedAtFirst() {
        roster.with("a", true);
        IntStream.range(0, 300).forEach(number -> roster.with("host-%04d".formatted(number), false));
        HostWatch watch = watch("a");
        look(10, watch);

        roster.stop("host-0150");

        assertThat(gone(look(5 + 4, watch))).containsExactly("host-0150");
    }

    /** All others are gone, or none of them tells. */
    @Test
    void aMinuteHasABoundHoweverManyHostsThereAreToLookAfter() {
        roster.with("a", true);
        IntStream.range(0, 3000).forEach(number -> roster.with("host-%04d".formatted(number), false));
        HostWatch watch = watch("a");
        look(0, watch);
        roster.takeCalls();

        look(1, watch);

        assertThat(roster.takeCalls()).isLessThanOrEqualTo(121);
    }
}
