package dev.reconciler.worker.notice;

import dev.reconciler.worker.config.notice.ChannelConfiguration;
import dev.reconciler.worker.config.notice.ChannelTarget;
import dev.reconciler.worker.config.notice.NoticesConfiguration;
import dev.reconciler.worker.notice.message.CaseKind;
import dev.reconciler.worker.notice.message.Notice;
import dev.reconciler.worker.notice.message.NoticeType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The open cases, and what people are to be told of them: each case once when it opens, again from time to time, once more
 * where it stays open for long, and when it is over. It is in a file before anybody is told, so a worker that starts anew
 * goes on where the one before it stopped. Safe for use by several threads.
 *
 * <p>A notice that was told in the instant in which the worker was killed is told again, under the same id.
 */
final class CaseBook {
    /** A case that is over within this time is no case, and one that comes back within it was not over. */
    static final Duration SETTLING = Duration.ofSeconds(30);

    /** Alertmanager takes an alert for over that it has not heard of for minutes. */
    private static final Duration ALERTMANAGER_REPEATS = Duration.ofMinutes(1);

    private final NoticesConfiguration configuration;
    private final CaseFile file;
    private final InstantSource clock;
    private final Map<String, KnownCase> cases = new TreeMap<>();
    private final List<Notice> pending = new ArrayList<>();
    private boolean isChanged;

    /** Goes on with what the file has. */
    CaseBook(NoticesConfiguration configuration, CaseFile file, InstantSource clock) {
        this.configuration = configuration;
        this.file = file;
        this.clock = clock;
        CaseFile.Content content = file.read();
        content.cases().forEach(known -> cases.put(known.found().id(), known));
        content.pending().stream()
                .filter(notice -> findChannel(notice.channel()) != null)
                .forEach(pending::add);
    }

    private @Nullable ChannelConfiguration findChannel(String name) {
        return configuration.channels().stream()
                .filter(channel -> channel.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Takes in what a look has found. */
    synchronized void update(Situation situation) {
        Instant now = clock.instant();
        situation.cases().forEach(found -> take(found, now));
        List<String> ids = situation.cases().stream().map(FoundCase::id).toList();
        for (KnownCase known : List.copyOf(cases.values())) {
            String id = known.found().id();
            if (!ids.contains(id) && !situation.undecided().contains(id)) {
                miss(known, now);
            } else if (known.announcedAt() != null) {
                remind(known, now);
            }
        }
        save();
        if (!pending.isEmpty()) {
            notifyAll();
        }
    }

    /** The ids of the cases of a kind that are not over. */
    synchronized Set<String> listKnown(CaseKind kind) {
        return cases.values().stream()
                .map(KnownCase::found)
                .filter(found -> found.kind() == kind)
                .map(FoundCase::id)
                .collect(Collectors.toSet());
    }

    private void take(FoundCase found, Instant now) {
        KnownCase known = cases.get(found.id());
        if (known != null) {
            isChanged |= !known.found().title().equals(found.title()) || known.goneSince() != null;
            known.findAgain(found);
        } else if (!found.isExplained()) {
            known = new KnownCase(found, now);
            cases.put(found.id(), known);
            isChanged = true;
        }
        if (known != null && known.announcedAt() == null && isLongAgo(known.seenAt(), SETTLING, now)) {
            known.announce(now);
            isChanged = true;
        }
    }

    private static boolean hasPassed(Instant since, Duration time, Instant now) {
        return !since.plus(time).isAfter(now);
    }

    // What is noted as yet to come is of before the clock was set back: nobody is to wait until then.
    private static boolean isLongAgo(Instant since, Duration time, Instant now) {
        return since.isAfter(now) || hasPassed(since, time, now);
    }

    private void miss(KnownCase known, Instant now) {
        Instant gone = known.goneSince();
        if (known.announcedAt() == null) {
            forget(known);
        } else if (gone == null) {
            known.miss(now);
            isChanged = true;
        } else if (isLongAgo(gone, SETTLING, now)) {
            for (String channel : known.toldChannels()) {
                if (findChannel(channel) != null) {
                    // Nobody has to be told of an opening any more, or reminded.
                    pending.removeIf(notice -> isOf(notice, known, channel));
                    add(known, channel, NoticeType.CLOSED, now, gone);
                }
            }
            forget(known);
        }
    }

    private void forget(KnownCase known) {
        cases.remove(known.found().id());
        isChanged = true;
    }

    private static boolean isOf(Notice notice, KnownCase known, String channel) {
        return notice.caseId().equals(known.found().id()) && notice.channel().equals(channel);
    }

    private void remind(KnownCase known, Instant now) {
        Instant announced = known.announcedAt();
        boolean escalates = announced != null
                && known.escalatedAt() == null
                && hasPassed(announced, configuration.escalateAfter(), now);
        if (escalates) {
            known.escalate(now);
            isChanged = true;
        }
        for (ChannelConfiguration channel : configuration.channels()) {
            if (isFor(known, channel)) {
                remind(known, channel, escalates, now);
            }
        }
    }

    private static boolean isFor(KnownCase known, ChannelConfiguration channel) {
        FoundCase found = known.found();
        // A channel that takes nothing can't be told of that.
        boolean isItself =
                found.kind() == CaseKind.CHANNEL && found.id().equals(CaseKind.CHANNEL.wire() + "/" + channel.name());
        boolean isLater = channel.escalationsOnly() && known.escalatedAt() == null;
        return !isItself && !isLater && channel.covers(found.repositories());
    }

    private void remind(KnownCase known, ChannelConfiguration channel, boolean escalates, Instant now) {
        Instant told = known.toldAt(channel.name());
        if (escalates) {
            add(known, channel.name(), NoticeType.ESCALATED, now, null);
        } else if (told == null) {
            add(known, channel.name(), NoticeType.OPENED, now, null);
        } else if (isLongAgo(told, repeats(channel), now)) {
            // The one before was not told yet: one is enough.
            pending.removeIf(notice -> notice.type() == NoticeType.REMINDER && isOf(notice, known, channel.name()));
            add(known, channel.name(), NoticeType.REMINDER, now, null);
        }
    }

    private Duration repeats(ChannelConfiguration channel) {
        return channel.target() instanceof ChannelTarget.Alertmanager
                ? ALERTMANAGER_REPEATS
                : configuration.remindEvery();
    }

    private void add(KnownCase known, String channel, NoticeType type, Instant now, @Nullable Instant closedAt) {
        FoundCase found = known.found();
        pending.add(new Notice(
                UUID.randomUUID().toString(),
                channel,
                type,
                found.id(),
                found.kind(),
                found.title(),
                found.text(),
                found.repositories(),
                found.since(),
                now,
                closedAt));
        known.tell(channel, now);
        isChanged = true;
    }

    private void save() {
        if (isChanged) {
            file.write(new CaseFile.Content(List.copyOf(cases.values()), List.copyOf(pending)));
            isChanged = false;
        }
    }

    /**
     * The next notices of a channel, in their order; waits for the first where there is none yet.
     *
     * @return empty where none came within that time
     * @throws InterruptedException if the caller is to stop
     */
    synchronized List<Notice> awaitPending(String channel, int most, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        List<Notice> next = listPending(channel, most);
        while (next.isEmpty()) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return next;
            }
            wait(left);
            next = listPending(channel, most);
        }
        return next;
    }

    private List<Notice> listPending(String channel, int most) {
        return pending.stream()
                .filter(notice -> notice.channel().equals(channel))
                .limit(most)
                .toList();
    }

    /** These were told. */
    synchronized void remove(Collection<Notice> delivered) {
        isChanged |= pending.removeAll(delivered);
        save();
    }
}
