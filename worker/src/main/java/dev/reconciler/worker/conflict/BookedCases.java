package dev.reconciler.worker.conflict;

import dev.reconciler.git.conflict.ConflictWatch;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.state.ConflictBook;
import dev.reconciler.worker.temporal.embedded.KeptCases;
import java.util.List;

/** The cases of this host as its book has them, and what its fetches remember of them. */
public final class BookedCases implements KeptCases {
    private final List<HostRepository> repositories;
    private final ConflictBook book;
    private final ConflictWatch watch;

    /** Cases of those repositories. */
    public BookedCases(List<HostRepository> repositories, ConflictBook book, ConflictWatch watch) {
        this.repositories = List.copyOf(repositories);
        this.book = book;
        this.watch = watch;
    }

    @Override
    public List<HostRepository> list() {
        return repositories.stream()
                .filter(each -> !book.listOpen(each.id()).isEmpty())
                .toList();
    }

    @Override
    public void forgetLooks() {
        watch.forgetLooks();
    }
}
