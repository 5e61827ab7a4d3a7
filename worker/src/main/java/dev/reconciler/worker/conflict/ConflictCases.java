package dev.reconciler.worker.conflict;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.git.conflict.ConflictSides;
import dev.reconciler.git.conflict.ConflictSurvey;
import dev.reconciler.git.conflict.FoundConflict;
import dev.reconciler.git.edit.EditFolder;
import dev.reconciler.git.edit.EditFolder.MadeFolder;
import dev.reconciler.git.edit.EditedFolder;
import dev.reconciler.git.edit.EditedResult;
import dev.reconciler.git.edit.PushedEdit;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.step.PreviewConflictStep;
import dev.reconciler.git.step.PreviewConflictStep.ConflictPreview;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.ConflictName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.state.ConflictBook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the open conflicts of repositories, by asking their remotes.
 *
 * <p>A conflict belongs to the repository whose run escaped it, which its clone remembers. One that no clone of this host
 * remembers belongs to the only repository with that remote, on any host, whose branch holds the commit on which it began;
 * where several do, or that may be a branch which nobody is known to have, it is shown without actions, and a person decides
 * with git.
 */
public final class ConflictCases {
    private static final Logger LOG = LoggerFactory.getLogger(ConflictCases.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(5);
    private static final ExecutorService LOOKS = VirtualThreads.newDaemonExecutor("conflict-looks");

    private final List<RepositoryConfiguration> all;
    private final SharedRemotes remotes;
    private final CommitterIdentity committer;
    private final ConflictBook book;
    private volatile RepositoryDirectory hosts = List::of;

    /**
     * @param all every repository of the host, and not only those that are asked about
     * @param book what people were told of the conflicts, and which were seen to be over
     */
    public ConflictCases(Collection<RepositoryConfiguration> all, CommitterIdentity committer, ConflictBook book) {
        this.all = List.copyOf(all);
        this.remotes = new SharedRemotes(all);
        this.committer = committer;
        this.book = book;
    }

    /** Asks that directory for the repositories of other hosts, whose a conflict may be too. */
    public void askHosts(RepositoryDirectory directory) {
        hosts = directory;
    }

    /** The open conflicts of some repositories, side by side; those of a remote that does not answer are left out. */
    public List<ConflictCase> list(List<RepositoryConfiguration> chosen) {
        List<CompletableFuture<List<ConflictCase>>> looks = chosen.stream()
                .map(each -> CompletableFuture.supplyAsync(() -> listOrReport(each), LOOKS))
                .toList();
        return looks.stream().flatMap(look -> look.join().stream()).toList();
    }

    private List<ConflictCase> listOrReport(RepositoryConfiguration repository) {
        try {
            return listOf(repository);
        } catch (RuntimeException | IOException unreadable) {
            // Of a damaged object the library throws whatever its bytes lead to.
            LOG.warn("{}: its conflicts could not be looked at: {}", repository.id(), unreadable.toString());
            return List.of();
        }
    }

    /**
     * The open conflicts of one repository; none where there is no clone.
     *
     * @throws GitException if the remote does not answer, or the clone can't be used
     */
    public List<ConflictCase> listOf(RepositoryConfiguration repository) throws IOException {
        return findOpen(repository).orElse(List.of());
    }

    /**
     * The same.
     *
     * @return empty where there is no clone: which branches of the remote wait for a person is not known without one
     */
    public Optional<List<ConflictCase>> findOpen(RepositoryConfiguration repository) throws IOException {
        Optional<DataRepository> there = DataRepository.open(repository.settings(committer));
        if (there.isEmpty()) {
            return Optional.empty();
        }
        List<ConflictCase> cases = new ArrayList<>();
        try (DataRepository clone = there.get()) {
            for (FoundConflict found : ConflictSurvey.list(clone, Deadline.in(LIMIT))) {
                ConflictOrigin origin = found.isOwn() ? ConflictOrigin.HERE : findOrigin(repository, clone, found);
                boolean isMerged = book.isMerged(clone, found.conflict(), CommitIds.of(found.remote()));
                if (origin != ConflictOrigin.ELSEWHERE && !isMerged) {
                    cases.add(ConflictCase.of(
                            repository.id(),
                            found,
                            origin == ConflictOrigin.HERE,
                            book.findTold(repository.id(), found.conflict())));
                }
            }
        }
        return Optional.of(cases);
    }

    private ConflictOrigin findOrigin(RepositoryConfiguration repository, DataRepository clone, FoundConflict found)
            throws IOException {
        try {
            return ConflictOrigin.find(
                    clone,
                    found,
                    listOthersHere(repository),
                    () -> listOthersElsewhere(repository),
                    Deadline.in(LIMIT));
        } catch (TemporalUnavailableException away) {
            LOG.debug("{}: which other hosts have its remote is not known", repository.id(), away);
            return ConflictOrigin.UNKNOWN;
        }
    }

    private List<RepositorySettings> listOthersHere(RepositoryConfiguration repository) {
        return remotes.findOthers(repository).stream()
                .map(other -> other.settings(committer))
                .toList();
    }

    private List<RepositorySettings> listOthersElsewhere(RepositoryConfiguration repository) {
        List<HostRepository> listed = hosts.repositories().stream()
                .filter(each -> all.stream().noneMatch(own -> own.id().equals(each.id())))
                .toList();
        return remotes.findOthers(repository, listed).stream()
                .map(other -> repository.settings(committer).withBranch(other.id(), other.branch()))
                .toList();
    }

    /**
     * What people were told of a conflict by now.
     *
     * @param conflict {@code <repository>/<UTC>}
     */
    public ToldCase findTold(String conflict) {
        return book.findTold(conflict);
    }

    /** Whether people were told of a conflict of that repository, and not yet of its end. */
    public boolean hasToldOf(RepositoryId repository) {
        return !book.listOpen(repository).isEmpty();
    }

    /**
     * The open conflict of that name.
     *
     * @param utc the name of its branch below {@code conflicts/}
     * @return empty where there is none, or it is not open any more
     * @throws GitException if the remote does not answer, or the clone can't be used
     */
    public Optional<ConflictCase> find(RepositoryConfiguration repository, String utc) throws IOException {
        Optional<BranchName> branch = ConflictName.parse(utc).map(ConflictName::branch);
        if (branch.isEmpty()) {
            return Optional.empty();
        }
        return listOf(repository).stream()
                .filter(each -> each.branch().equals(branch.get()))
                .findFirst();
    }

    /**
     * Reads what both sides have made of the files of a conflict that was just found.
     *
     * @throws IOException if the clone lacks their commits, or can't be read
     */
    public ConflictSides readSides(RepositoryConfiguration repository, ConflictCase open) throws IOException {
        try (DataRepository clone =
                DataRepository.open(repository.settings(committer)).orElseThrow()) {
            return ConflictSides.read(clone, open.localCommit(), open.remoteCommit(), open.files());
        }
    }

    /**
     * Shows what the decision for the local side would make of the remote's branch.
     *
     * @throws GitException if the remote does not answer, or the decision can't be carried out
     */
    public ConflictPreview previewLocal(RepositoryConfiguration repository, ConflictCase open) throws IOException {
        try (DataRepository clone =
                DataRepository.open(repository.settings(committer)).orElseThrow()) {
            ConflictTask task = new ConflictTask(open.preserved(), ConflictAction.KEEP_LOCAL);
            return new PreviewConflictStep().run(clone, task, Deadline.in(LIMIT));
        }
    }

    /**
     * Makes a folder in which a person resolves the conflict with git.
     *
     * @throws GitException if the remote does not answer, the folder can't be used, or the conflict has changed
     */
    public MadeFolder makeFolder(RepositoryConfiguration repository, ConflictCase open, Path folder)
            throws IOException {
        EditFolder.refuseWithin(
                folder,
                all.stream().map(each -> each.settings(committer).path()).toList());
        try (DataRepository clone =
                DataRepository.open(repository.settings(committer)).orElseThrow()) {
            return EditFolder.make(clone, open.preserved(), open.conflict(), folder, Deadline.in(FETCH_LIMIT));
        }
    }

    /**
     * Takes what a person has made of the conflict into the clone, from where a run pushes it.
     *
     * @throws GitException if the remote does not answer, the conflict has changed, or the person is not at the end of it
     */
    public void takeResult(RepositoryConfiguration repository, ConflictCase open, EditedFolder folder)
            throws IOException {
        PreservedConflict seen =
                new PreservedConflict(open.branch(), folder.note().commit());
        try (DataRepository clone =
                DataRepository.open(repository.settings(committer)).orElseThrow()) {
            EditedResult.take(clone, folder, seen, Instant.now(), Deadline.in(FETCH_LIMIT));
        }
    }

    /** The last commit of what is in a folder, where the remote has it already, as far as the clone has seen. */
    public Optional<CommitId> findPushed(RepositoryConfiguration repository, EditedFolder folder) throws IOException {
        Optional<DataRepository> there = DataRepository.open(repository.settings(committer));
        if (there.isEmpty()) {
            return Optional.empty();
        }
        try (DataRepository clone = there.get()) {
            return PushedEdit.find(clone, folder);
        }
    }
}
