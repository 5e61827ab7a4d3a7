package dev.reconciler.worker.worlds;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The kinds of things that happen, each with its weight. Where there is nothing to do it to, a deed does nothing. */
enum Deed {
    RUN(55, Who.RUN, WorldRuns::run),
    RUN_AND_MEANWHILE(14, Who.RUN, WorldRuns::runAndMeanwhile),
    RUN_WITHOUT_NETWORK(2, Who.RUN, WorldRuns::runWithoutNetwork),
    RUN_TWICE_AT_ONCE(3, Who.RUN, WorldRuns::runTwiceAtOnce),
    RUN_WHILE_LOCKED(1, Who.RUN, WorldRuns::runWhileLocked),
    RUN_GIVEN_UP(3, Who.RUN, WorldRuns::runGivenUp),
    RUN_ON_CUT_ROUTE(4, Who.RUN, WorldRuns::runOnCutRoute),
    RUN_ON_FULL_DISK(6, Who.RUN, WorldRuns::runOnFullDisk),
    RUN_KILLED(2, Who.PROGRAM, ProgramRuns::runKilled),
    RUN_OF_VERSION_BEFORE(1, Who.PROGRAM, ProgramRuns::runVersionBefore),
    PLAN(3, Who.RUN, WorldRuns::plan),
    COMMIT(40, Who.APPLICATION, ApplicationDeeds::commit),
    AMEND(4, Who.APPLICATION, ApplicationDeeds::amend),
    RESET(4, Who.APPLICATION, ApplicationDeeds::reset),
    REVERT(2, Who.APPLICATION, ApplicationDeeds::revert),
    MERGE(4, Who.APPLICATION, ApplicationDeeds::merge),
    COLLECT_GARBAGE(3, Who.APPLICATION, ApplicationDeeds::collectGarbage),
    CHECK_OUT(4, Who.APPLICATION, ApplicationDeeds::checkOut),
    CHECK_OUT_MAIN(5, Who.APPLICATION, ApplicationDeeds::checkOutMain),
    LEAVE_DIRTY(14, Who.APPLICATION, ApplicationDeeds::leaveDirty),
    STAGE(6, Who.APPLICATION, ApplicationDeeds::stage),
    CLEAN(10, Who.APPLICATION, ApplicationDeeds::clean),
    STASH(3, Who.APPLICATION, ApplicationDeeds::stash),
    FETCH_OR_PUSH(4, Who.APPLICATION, ApplicationDeeds::fetchOrPush),
    TAKE_LOCK(2, Who.IN_A_RUN, WorldLocks::take),
    LINK_WORK_TREE(2, Who.APPLICATION, ApplicationDeeds::linkWorkTree),
    UNLINK_WORK_TREE(10, Who.APPLICATION, ApplicationDeeds::unlinkWorkTree),
    FORGET_REWOUND(2, Who.APPLICATION, ApplicationDeeds::forgetRewound),
    OTHERS_COMMIT(34, Who.OTHERS, OtherDeeds::commit),
    OTHERS_PICK(5, Who.OTHERS, OtherDeeds::pick),
    OTHERS_REWIND(4, Who.OTHERS, OtherDeeds::rewind),
    OTHERS_REWRITE(4, Who.OTHERS, OtherDeeds::rewrite),
    OTHERS_DELETE_BRANCH(2, Who.OTHERS, OtherDeeds::deleteBranch),
    OTHERS_MAKE_BRANCH(14, Who.OTHERS, OtherDeeds::makeBranch),
    OTHERS_TAG(2, Who.OTHERS, OtherDeeds::tag),
    OTHERS_DELETE_CONFLICT(2, Who.OTHERS, OtherDeeds::deleteConflict),
    OTHERS_MERGE_CONFLICT(4, Who.OTHERS, OtherDeeds::mergeConflict),
    OTHERS_COLLECT_GARBAGE(2, Who.OTHERS, OtherDeeds::collectGarbage),
    OTHERS_HOOK(2, Who.OTHERS, OtherDeeds::addHook),
    OTHERS_NO_HOOK(12, Who.OTHERS, OtherDeeds::removeHooks);

    /** Who does it. */
    enum Who {
        RUN,
        APPLICATION,
        OTHERS,
        /** A run in a process of its own, which takes a hundred times as long. */
        PROGRAM,
        /** A program of the application or of others, for as long as a run takes. */
        IN_A_RUN
    }

    /** How it is done. */
    interface Doing {
        void act(World world, Random random) throws Exception;
    }

    static final List<Deed> ALL =
            Stream.of(values()).filter(deed -> deed.who != Who.IN_A_RUN).toList();

    /** Those without a process of the program. */
    static final List<Deed> QUICK =
            ALL.stream().filter(deed -> deed.who != Who.PROGRAM).toList();

    /** Those that may also happen in the middle of a run. */
    static final List<Deed> MEANWHILE =
            Stream.of(values()).filter(deed -> !deed.runs()).toList();

    private final int weight;
    private final Who who;
    private final Doing doing;

    Deed(int weight, Who who, Doing doing) {
        this.weight = weight;
        this.who = who;
        this.doing = doing;
    }

    int weight() {
        return weight;
    }

    /** Whether it is a run, rather than what somebody else does. */
    boolean runs() {
        return who == Who.RUN || who == Who.PROGRAM;
    }

    void act(World world, Random random) throws Exception {
        doing.act(world, random);
    }
}
