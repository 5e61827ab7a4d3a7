package dev.reconciler.worker.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.notice.ChannelConfiguration;
import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.config.notice.NoticesConfiguration;
import dev.reconciler.worker.notice.message.CaseKind;
import dev.reconciler.worker.notice.message.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of a case, from its beginning to its end. */
class CaseBookTest {
    private static final Instant BEGINNING = Instant.parse("2026-11-27T08:00:00Z");
    private static final RepositoryId DATA = new RepositoryId("data");

    @TempDir
    Path state;

    private final List<ChannelConfiguration> channels = new ArrayList<>();
    private Instant now = BEGINNING;
    private CaseBook book;

    @BeforeEach
    void openWithOneChannel() {
        channels.add(channel("ops", null, false));
        open();
    }

    private static ChannelConfiguration channel(String name, Set<RepositoryId> repositories, boolean escalationsOnly) {
        return new ChannelConfiguration(
                name, new ChannelTarget.Slack(() -> "url"), repositories, Optional.empty(), escalationsOnly);
    }

    private void open() {
        book = new CaseBook(
                new NoticesConfiguration(
                        Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(3), null, List.copyOf(channels)),
                new CaseFile(state),
                () -> now);
    }

    private static FoundCase found(CaseKind kind, String subject, boolean isExplained) {
        return new FoundCase(
                kind.wire() + "/" + subject,
                kind,
                "title of " + subject,
                "text",
                List.of(DATA),
                BEGINNING,
                isExplained);
    }

    private static final FoundCase CONFLICT = found(CaseKind.CONFLICT, "data/one", false);

    private void look(FoundCase... cases) {
        book.update(new Situation(List.of(cases), Set.of()));
    }

    private void lookLater(Duration time, FoundCase... cases) {
        now = now.plus(time);
        look(cases);
    }

    /** What a channel is told now, each as its type and its case. */
    private List<String> tell(String channel) throws InterruptedException {
        List<Notice> notices = book.awaitPending(channel, 100, Duration.ZERO);
        book.remove(notices);
        return notices.stream()
                .map(notice -> notice.type().wire() + " " + notice.caseId())
                .toList();
    }

    private void openCase() throws InterruptedException {
        look(CONFLICT);
        lookLater(CaseBook.SETTLING, CONFLICT);
        assertThat(tell("ops")).containsExactly("case.opened conflict/data/one");
    }

    @Test
    void aCaseIsToldOnceWhenItHasSettled() throws InterruptedException {
        look(CONFLICT);
        assertThat(tell("ops")).isEmpty();
        lookLater(CaseBook.SETTLING, CONFLICT);
        lookLater(Duration.ofHours(1), CONFLICT);

        assertThat(tell("ops")).containsExactly("case.opened conflict/data/one");
        assertThat(tell("ops")).isEmpty();
    }

    @Test
    void whatIsOverSoonerIsNoCase() throws InterruptedException {
        look(CONFLICT);
        lookLater(Duration.ofSeconds(20));
        lookLater(Duration.ofSeconds(20), CONFLICT);
        lookLater(Duration.ofSeconds(20));
        lookLater(Duration.ofDays(2));

        assertThat(tell("ops")).isEmpty();
    }

    @Test
    void peopleAreRemindedAndOnceToldThatNobodyHasSeenToIt() throws InterruptedException {
        openCase();

        lookLater(Duration.ofDays(1), CONFLICT);
        assertThat(tell("ops")).containsExactly("case.reminder conflict/data/one");
        lookLater(Duration.ofHours(23), CONFLICT);
        assertThat(tell("ops")).isEmpty();
        lookLater(Duration.ofDays(2), CONFLICT);
        assertThat(tell("ops")).containsExactly("case.escalated conflict/data/one");
        lookLater(Duration.ofHours(23), CONFLICT);
        assertThat(tell("ops")).isEmpty();
    }

    @Test
    void itsEndIsToldWithHowLongItTook() throws InterruptedException {
        openCase();
        lookLater(Duration.ofHours(2));
        lookLater(CaseBook.SETTLING);

        List<Notice> notices = book.awaitPending("ops", 100, Duration.ZERO);

        assertThat(notices).singleElement().satisfies(notice -> {
            assertThat(notice.type().wire()).isEqualTo("case.closed");
            assertThat(notice.openFor()).isEqualTo(Duration.ofHours(2).plus(CaseBook.SETTLING));
        });
    }

    @Test
    void aCaseThatComesBackAtOnceWasNotOver() throws InterruptedException {
        openCase();
        lookLater(Duration.ofSeconds(5));
        lookLater(Duration.ofSeconds(5), CONFLICT);
        lookLater(CaseBook.SETTLING, CONFLICT);

        assertThat(tell("ops")).isEmpty();
    }

    @Test
    void aClockThatIsSetBackKeepsNothingFromBeingTold() throws InterruptedException {
        look(CONFLICT);
        lookLater(Duration.ofHours(-2), CONFLICT);
        assertThat(tell("ops")).containsExactly("case.opened conflict/data/one");

        look();
        lookLater(Duration.ofHours(-2));
        assertThat(tell("ops")).containsExactly("case.closed conflict/data/one");
    }

    @Test
    void aLookThatCannotTellEndsNothing() throws InterruptedException {
        openCase();
        now = now.plus(Duration.ofHours(1));
        book.update(new Situation(List.of(), Set.of(CONFLICT.id())));
        now = now.plus(Duration.ofHours(1));
        book.update(new Situation(List.of(), Set.of(CONFLICT.id())));

        assertThat(tell("ops")).isEmpty();
    }

    @Test
    void aWorkerThatStartsAnewTellsNothingTwice() throws InterruptedException {
        openCase();

        open();
        lookLater(Duration.ofMinutes(10), CONFLICT);
        assertThat(tell("ops")).isEmpty();
        lookLater(Duration.ofDays(1), CONFLICT);

        assertThat(tell("ops")).containsExactly("case.reminder conflict/data/one");
    }

    @Test
    void whatWasNotToldIsToldAfterAStartUnderTheSameId() throws InterruptedException {
        look(CONFLICT);
        lookLater(CaseBook.SETTLING, CONFLICT);
        String id = book.awaitPending("ops", 1, Duration.ZERO).get(0).id();

        open();

        assertThat(book.awaitPending("ops", 1, Duration.ZERO).get(0).id()).isEqualTo(id);
    }

    /** Its channel was down, and is back: of the whole story people need the end. */
    @Test
    void anEndTakesThePlaceOfWhatWasNotTold() throws InterruptedException {
        look(CONFLICT);
        lookLater(CaseBook.SETTLING, CONFLICT);
        lookLater(Duration.ofDays(1), CONFLICT);
        lookLater(Duration.ofHours(1));
        lookLater(CaseBook.SETTLING);

        assertThat(tell("ops")).containsExactly("case.closed conflict/data/one");
    }

    @Test
    void eachChannelIsToldOfItsRepositoriesAndOfEscalationsAlone() throws InterruptedException {
        channels.add(channel("maps", Set.of(new RepositoryId("maps")), false));
        channels.add(channel("boss", null, true));
        open();
        openCase();

        assertThat(tell("maps")).isEmpty();
        assertThat(tell("boss")).isEmpty();
        lookLater(Duration.ofDays(3), CONFLICT);
        assertThat(tell("boss")).containsExactly("case.escalated conflict/data/one");
        lookLater(Duration.ofHours(1));
        lookLater(CaseBook.SETTLING);
        assertThat(tell("boss")).containsExactly("case.closed conflict/data/one");
        assertThat(tell("maps")).isEmpty();
    }

    @Test
    void aChannelIsNotToldOfItsOwnTrouble() throws InterruptedException {
        channels.add(channel("chat", null, false));
        open();
        FoundCase down = found(CaseKind.CHANNEL, "ops", false);
        look(down);
        lookLater(CaseBook.SETTLING, down);

        assertThat(tell("ops")).isEmpty();
        assertThat(tell("chat")).containsExactly("case.opened channel/ops");
    }

    @Test
    void whatAnotherCaseExplainsOpensNoneAndKeepsOneOpen() throws InterruptedException {
        FoundCase explained = found(CaseKind.UNPUSHED, "data", true);
        look(explained);
        lookLater(Duration.ofHours(1), explained);
        assertThat(tell("ops")).isEmpty();
        FoundCase alone = found(CaseKind.UNPUSHED, "data", false);
        look(alone);
        lookLater(CaseBook.SETTLING, alone);
        assertThat(tell("ops")).containsExactly("case.opened unpushed/data");

        lookLater(Duration.ofHours(1), explained);

        assertThat(tell("ops")).isEmpty();
    }

    /** Alertmanager takes an alert for over that it does not hear of. */
    @Test
    void alertmanagerHearsOfAnOpenCaseEveryMinute() throws InterruptedException {
        channels.set(
                0,
                new ChannelConfiguration(
                        "ops", new ChannelTarget.Alertmanager(() -> "url", null), null, Optional.empty(), false));
        open();
        openCase();
        lookLater(Duration.ofMinutes(1), CONFLICT);
        lookLater(Duration.ofMinutes(1), CONFLICT);

        assertThat(tell("ops")).containsExactly("case.reminder conflict/data/one");
    }

    @Test
    void aFileThatIsBrokenIsBegunAnew() throws IOException, InterruptedException {
        Files.writeString(state.resolve("cases.json"), "{\"cases\":[{}],");

        open();

        openCase();
    }
}
