package dev.reconciler.worker.cli.conflict;

import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.git.edit.EditFolder.MadeFolder;
import dev.reconciler.git.edit.EditedFolder;
import dev.reconciler.git.edit.FolderNote;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.ErrorType;
import dev.reconciler.worker.cli.output.ConflictPrinter;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCase;
import dev.reconciler.worker.conflict.ConflictCases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/**
 * A conflict in a folder of a person's own. What the folder says of it is only its name: the repository, its remote and the
 * conflict are looked up in the configuration and on the remote, both times.
 */
public record ConflictEditing(
        Configuration configuration, ConflictCases cases, DecisionCall decision, CommandLine command, boolean json) {

    /** The exit status for what was refused about a conflict. */
    public static ExitStatus statusOf(RefusedException refused) {
        if (refused.reason().filter(ConflictReasons.UNRESOLVED::equals).isPresent()) {
            return ExitStatus.ESCAPED;
        }
        return refused.type() == ErrorType.CONFIGURATION ? ExitStatus.USAGE : ExitStatus.FAILED;
    }

    /** Makes the folder; answers the exit status. */
    public int begin(RepositoryConfiguration repository, ConflictCase open, Path folder) throws IOException {
        MadeFolder made = cases.makeFolder(repository, open, folder);
        new ConflictPrinter(command.getOut(), json).printFolder(open, folder, made);
        return ExitStatus.SETTLED.code();
    }

    /** Has a run push what is in the folder; answers the exit status. */
    public int end(Path named) throws IOException {
        EditedFolder folder = EditedFolder.open(named);
        FolderNote note = folder.note();
        Optional<RepositoryConfiguration> repository = configuration.repositories().stream()
                .filter(each -> each.id().value().equals(note.repository()))
                .findFirst();
        if (repository.isEmpty()) {
            return complain(
                    named + " is of the conflict " + note.conflict() + ", and no repository here has the id '"
                            + note.repository() + "'; continue with the configuration that it was made with",
                    ExitStatus.USAGE);
        }
        Optional<ConflictCase> open = cases.find(repository.get(), note.utc());
        if (open.isEmpty()) {
            return explainClosed(repository.get(), folder);
        }
        Optional<String> why = open.get().explainNoAction();
        if (why.isPresent()) {
            return complain(why.get(), ExitStatus.FAILED);
        }
        cases.takeResult(repository.get(), open.get(), folder);
        return decision.decide(configuration, open.get(), ConflictAction.EDIT);
    }

    private int explainClosed(RepositoryConfiguration repository, EditedFolder folder) throws IOException {
        String conflict = folder.note().conflict();
        Optional<CommitId> pushed = cases.findPushed(repository, folder);
        return pushed.isPresent()
                ? complain(
                        conflict + " is decided already: " + repository.branch()
                                + " on the remote has what is in the folder, as "
                                + pushed.get().abbreviated(),
                        ExitStatus.SETTLED)
                : complain(
                        conflict
                                + " is no open conflict any more: it was decided, or its branch is gone; nothing in the"
                                + " folder has changed",
                        ExitStatus.FAILED);
    }

    private int complain(String text, ExitStatus status) {
        command.getErr().println(text);
        return status.code();
    }
}
