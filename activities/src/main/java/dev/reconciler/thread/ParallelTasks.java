package dev.reconciler.thread;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;

/** Runs tasks of one step at the same time: those that wait for the disk wait together. */
public final class ParallelTasks {
    /** Threads that end when there is nothing to do. The callers bound how many tasks there are. */
    private static final ExecutorService THREADS = VirtualThreads.newDaemonExecutor("reconciler-disk");

    private ParallelTasks() {}

    /**
     * Runs the first task on the calling thread and each other one on a thread of its own. Waits for all of them, also where
     * one fails or the calling thread is interrupted: what the caller does next must not meet a task that goes on.
     *
     * @throws IOException the failure of the task that failed first
     */
    public static void runAll(List<? extends Task> tasks) throws IOException {
        if (tasks.isEmpty()) {
            return;
        }
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> others = tasks.stream()
                .skip(1)
                .map(task -> CompletableFuture.runAsync(() -> runTask(task, failures), THREADS))
                .toList();
        runTask(tasks.get(0), failures);
        // No interrupt ends this wait.
        others.forEach(CompletableFuture::join);
        Throwable failure = failures.peek();
        if (failure instanceof IOException ofTheDisk) {
            throw ofTheDisk;
        }
        if (failure instanceof RuntimeException other) {
            throw other;
        }
        if (failure instanceof Error ofTheMachine) {
            throw ofTheMachine;
        }
    }

    // An error as of too little memory too: whoever waits for the thread would get it in another exception.
    private static void runTask(Task task, Queue<Throwable> failures) {
        try {
            task.run();
        } catch (IOException | RuntimeException | Error failed) {
            failures.add(failed);
        }
    }

    /** Something that works on the disk. */
    public interface Task {
        /** Does it, on whichever thread. */
        void run() throws IOException;
    }
}
