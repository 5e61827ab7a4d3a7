package dev.reconciler.worker.arrivals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at times that are fixed before the first of them is made, of one repository after the other. Nothing waits for
 * an answer, and each wait counts from the time that was fixed: who is held up does not hide it by asking later.
 */
final class Arrivals {
    private static final double NANOS = 1e9;

    private final List<Long> dues;

    private Arrivals(List<Long> dues) {
        this.dues = List.copyOf(dues);
    }

    /** At random, independent of each other; the same for the same seed. */
    static Arrivals draw(long seed, double perSecond, Duration length) {
        Random random = new Random(seed);
        List<Long> dues = new ArrayList<>();
        double due = 0;
        while (due < length.toNanos()) {
            dues.add((long) due);
            due -= Math.log(1 - random.nextDouble()) * NANOS / perSecond;
        }
        return new Arrivals(dues);
    }

    int count() {
        return dues.size();
    }

    /**
     * The answer to a request.
     *
     * @param waited from the time at which it was due
     * @param place how many answers came before
     */
    record Answer(int repository, Duration waited, int place) {}

    /** Makes them, and returns once all are answered. The answers are in the order of the requests. */
    List<Answer> make(ArrivalSite site) throws IOException {
        AtomicInteger places = new AtomicInteger();
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        long start = System.nanoTime();
        for (int number = 0; number < dues.size(); number++) {
            long due = start + dues.get(number);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int repository = number % site.repositories();
            answers.add(site.change(repository)
                    .thenApply(unused -> new Answer(
                            repository, Duration.ofNanos(System.nanoTime() - due), places.getAndIncrement())));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }
}
