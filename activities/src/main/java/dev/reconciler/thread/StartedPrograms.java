package dev.reconciler.thread;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The programs that a piece of work has started, such as ssh, git's receive-pack and the hooks that it runs, so that all of
 * them end where the work is given up. A hook that hangs would stay for good otherwise, and a push that was given up could
 * be taken later.
 *
 * <p>Each of them has a variable of the work in its environment, by which {@link MarkedPrograms} finds it.
 */
public final class StartedPrograms {
    private static final String VARIABLE = "RECONCILER_WORK";

    /** Programs that start others while they end are looked for again. */
    private static final int LOOKS = 3;

    private static final ThreadLocal<@Nullable StartedPrograms> OF_THREAD = new ThreadLocal<>();

    private final String mark = UUID.randomUUID().toString();

    /** Runs work on the calling thread; what it starts there belongs to this. */
    public void runWork(Runnable work) {
        OF_THREAD.set(this);
        try {
            work.run();
        } finally {
            OF_THREAD.remove();
        }
    }

    /** Marks a program that the calling thread is about to start. */
    public static void mark(Map<String, String> environment) {
        StartedPrograms work = OF_THREAD.get();
        if (work != null) {
            environment.put(VARIABLE, work.mark);
        }
    }

    /** Marks a program that is about to be started, whoever starts it. */
    public void markStarted(Map<String, String> environment) {
        environment.put(VARIABLE, mark);
    }

    /** The values of a variable among the programs that run now, a character for each byte of them. */
    public Set<String> readVariable(String variable) {
        return MarkedPrograms.find(VARIABLE, mark).stream()
                .flatMap(program -> MarkedPrograms.readVariable(program, variable).stream())
                .collect(Collectors.toSet());
    }

    /** Whether one of the programs runs now. */
    public boolean isAnyLeft() {
        return !MarkedPrograms.find(VARIABLE, mark).isEmpty();
    }

    /** Ends the programs that are left: asks them first, and kills them a second later. */
    public void end() {
        endWith(List.of());
    }

    /** Ends others too, which may have changed their environment. */
    public void endWith(Collection<ProcessHandle> others) {
        Set<ProcessHandle> left = findLeft(others);
        for (int looks = 0; looks < LOOKS && !left.isEmpty(); looks++) {
            left.forEach(ProcessHandle::destroy);
            MarkedPrograms.awaitEnds(left);
            left.forEach(ProcessHandle::destroyForcibly);
            left = findLeft(others);
        }
    }

    private Set<ProcessHandle> findLeft(Collection<ProcessHandle> others) {
        Set<ProcessHandle> left = new LinkedHashSet<>(MarkedPrograms.find(VARIABLE, mark));
        others.stream().filter(ProcessHandle::isAlive).forEach(left::add);
        return left;
    }
}
