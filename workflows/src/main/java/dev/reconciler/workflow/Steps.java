package dev.reconciler.workflow;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rounds of one pass: fetch, compare, and what the policy says. */
final class Steps {
    private final Activities activities;
    private final Ledger ledger;
    private final Messages messages;
    private final Escape escape;

    /** Fixed for the pass, so that a repeated replay writes the very same commits. */
    private final Instant passAt;

    private @Nullable CommitId rewriteSeen;
    private @Nullable Operation writing;

    Steps(Activities activities, Ledger ledger, Messages messages, Instant passAt, @Nullable Operation writing) {
        this.activities = activities;
        this.ledger = ledger;
        this.messages = messages;
        this.passAt = passAt;
        this.writing = writing;
        this.escape = new Escape(this, activities, ledger, messages);
    }

    /** The write to the remote that was tried and has yet to be answered; null where none was. */
    @Nullable
    Operation writing() {
        return writing;
    }

    /** Says that a write to the remote is tried now, or with null that it was answered. */
    void writing(@Nullable Operation operation) {
        writing = operation;
    }

    UtcName name() {
        return UtcName.at(passAt);
    }

    /** @throws StepFailure if an activity failed; what was done until then is in the ledger */
    Round round() {
        RemoteState state = activities.fetch();
        ledger.fetched(state);
        return switch (state.status()) {
            case IN_SYNC -> Round.SETTLED;
            case CLONED -> {
                ledger.did(messages.cloned(state.remote()));
                yield Round.SETTLED;
            }
            case DIFFERENT -> step(Objects.requireNonNull(state.local()), state.remote());
        };
    }

    private Round step(CommitId local, CommitId remote) {
        Classification found = activities.classify(local, remote);
        ledger.classified(found);
        return switch (Policy.next(found)) {
            case NOTHING -> Round.SETTLED;
            case FAST_FORWARD -> fastForward(found, local, remote);
            case PUSH -> push(found.ahead(), remote, local);
            case REPLAY -> replay(found, local, remote);
            case REWIND -> seenTwice(remote) ? rewind(found, local, remote) : Round.REWRITE_SEEN;
            case REPLAY_REWRITTEN -> seenTwice(remote) ? replayRewritten(found, local, remote) : Round.REWRITE_SEEN;
        };
    }

    /** A stale replica of a forge looks just like a rewrite: only what is there at a second look is one. */
    private boolean seenTwice(CommitId remote) {
        boolean seen = remote.equals(rewriteSeen);
        rewriteSeen = remote;
        if (seen) {
            ledger.remoteRewritten();
        }
        return seen;
    }

    private Round fastForward(Classification found, CommitId local, CommitId remote) {
        Deed deed = messages.fastForwarded(found.behind(), remote);
        return move(remote, deed, () -> activities.advance(local, remote, remote, null, null)) == null
                ? Round.LOCAL_MOVED
                : Round.SETTLED;
    }

    private Round rewind(Classification found, CommitId local, CommitId remote) {
        Deed deed = messages.rewound(found, remote);
        return move(remote, deed, () -> activities.advance(local, remote, remote, name(), null)) == null
                ? Round.LOCAL_MOVED
                : Round.SETTLED;
    }

    private Round replay(Classification found, CommitId local, CommitId remote) {
        ReplayAnswer answer = activities.replay(found.own(), local, remote, remote, passAt);
        return switch (answer.status()) {
            case REPLAYED -> follow(answer, local, remote, answer.keepOriginal() ? name() : null);
            case CONFLICT -> escape.run(found.own(), answer.detail(), local, local, remote, null);
        };
    }

    private Round replayRewritten(Classification found, CommitId local, CommitId remote) {
        ReplayAnswer answer = activities.replay(found.own(), local, remote, remote, passAt);
        return switch (answer.status()) {
            case REPLAYED -> follow(answer, local, remote, name());
            case CONFLICT -> escapeRewritten(found, answer.detail(), local, remote);
        };
    }

    /** The dropped commits must not go to the remote again: only a replay without them may. */
    private Round escapeRewritten(Classification found, String detail, CommitId local, CommitId remote) {
        CommitId base = found.mergeBase();
        if (base == null) {
            return escape.keepOnly(found.own(), detail, local, remote, name());
        }
        ReplayAnswer answer = activities.replay(found.own(), local, remote, base, passAt);
        return switch (answer.status()) {
            case REPLAYED ->
                escape.run(found.own(), detail, Objects.requireNonNull(answer.tip()), local, remote, name());
            case CONFLICT -> escape.keepOnly(found.own(), detail, local, remote, name());
        };
    }

    private Round follow(ReplayAnswer replayed, CommitId local, CommitId remote, @Nullable UtcName keep) {
        CommitId tip = Objects.requireNonNull(replayed.tip());
        Deed deed = messages.replayed(replayed.replayed(), remote);
        MoveAnswer answer = move(tip, deed, () -> activities.advance(local, tip, remote, keep, passAt));
        if (answer == null) {
            return Round.LOCAL_MOVED;
        }
        if (answer.now().equals(remote)) {
            return Round.SETTLED;
        }
        return push(Math.max(1, replayed.replayed()), remote, answer.now());
    }

    private Round push(int commits, CommitId expected, CommitId next) {
        Deed deed = messages.pushed(commits);
        writing = Operation.PUSH;
        PushAnswer answer;
        try {
            answer = activities.push(commits, expected, next);
        } catch (StepFailure failure) {
            ledger.pushUnanswered(next, deed);
            throw failure;
        }
        writing = null;
        return switch (answer.status()) {
            case MOVED -> Round.REMOTE_MOVED;
            case DONE -> {
                ledger.pushed(next);
                ledger.did(deed);
                yield Round.SETTLED;
            }
        };
    }

    /** Moves the local branch; null where it was no longer where it was expected. */
    @Nullable
    MoveAnswer move(CommitId to, Deed deed, Supplier<MoveAnswer> activity) {
        MoveAnswer answer;
        try {
            answer = activity.get();
        } catch (StepFailure failure) {
            ledger.moveUnanswered(to, deed);
            throw failure;
        }
        return switch (answer.status()) {
            case MOVED -> null;
            case DONE -> {
                ledger.moved(answer);
                ledger.did(deed);
                yield answer;
            }
        };
    }
}
