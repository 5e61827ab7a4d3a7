package dev.reconciler.git.signing;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.SigningKey;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.git.settings.UserFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;

/**
 * Finds what signs a repository's replayed commits: the key of the host's configuration; without one, what {@code git
 * rebase} would sign with.
 *
 * <p>Of git's settings {@code commit.gpgSign} alone decides whether ({@code rebase_config} of {@code
 * builtin/rebase.c}); whether the original has a signature does not count.
 */
public final class CommitSigners {
    /** An agent that asks a person for a passphrase or a touch waits for as long as it takes. Nobody is there. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String GPG = "gpg";
    private static final String PROGRAM = "program";

    private CommitSigners() {}

    /**
     * Reads the settings as they are now, and runs nothing.
     *
     * @return empty where replayed commits get no signature
     * @throws RefusedException of type Unsupported where git's settings want one and can't be followed: a value that
     *     git does not know, or a clone of another user, whose programs don't run
     */
    public static Optional<CommitSigner> find(DataRepository repository) throws IOException {
        return find(repository, LIMIT);
    }

    /** @param limit how long the program of a signature may take */
    static Optional<CommitSigner> find(DataRepository repository, Duration limit) throws IOException {
        SigningKey configured = repository.settings().signing();
        Config settings = repository.git().getConfig();
        String path = repository.settings().path().toString();
        try {
            if (configured != null) {
                UnsignedReplay refusal = UnsignedReplay.ofConfiguration(path);
                return Optional.of(newConfiguredSigner(repository, configured, limit, refusal));
            }
            // Read alone: where nothing is signed, git does not mind what the other settings say.
            if (!settings.getBoolean("commit", "gpgsign", false)) {
                return Optional.empty();
            }
            UnsignedReplay refusal = UnsignedReplay.ofGit(path);
            if (!repository.runsPrograms()) {
                throw refusal.explain("by a program that the settings of another user's clone may name", "");
            }
            return Optional.of(newSignerOfGit(repository, newProgram(repository, limit), refusal));
        } catch (IllegalArgumentException unknown) {
            throw UnsignedReplay.ofGit(path)
                    .refuse("with a setting that git does not know: " + unknown.getMessage(), unknown);
        }
    }

    private static SigningProgram newProgram(DataRepository repository, Duration limit) {
        GitDirectory directory = repository.directory();
        return new SigningProgram(Objects.requireNonNullElse(directory.workTree(), directory.gitDir()), limit);
    }

    private static CommitSigner newConfiguredSigner(
            DataRepository repository, SigningKey configured, Duration limit, UnsignedReplay refusal)
            throws IOException {
        if (configured instanceof SigningKey.SshSigningKey ssh) {
            return new SshKeySigner(ssh.key(), refusal);
        }
        String id = ((SigningKey.OpenPgpSigningKey) configured).id();
        return new GpgSigner(newProgram(repository, limit), chooseOpenPgpProgram(repository), id, refusal);
    }

    // The clone of another user may be used, but no program that its settings name is run.
    private static String chooseOpenPgpProgram(DataRepository repository) throws IOException {
        // gpg.program is the older name of gpg.openpgp.program, and of no other format's.
        return chooseProgram(
                repository.runsPrograms()
                        ? repository.gitSettings().valueOfEither(GPG, "openpgp", PROGRAM)
                        : Optional.empty(),
                "gpg");
    }

    private static CommitSigner newSignerOfGit(
            DataRepository repository, SigningProgram program, UnsignedReplay refusal) throws IOException {
        GpgConfig settings = new GpgConfig(repository.git().getConfig());
        GitSettings programs = repository.gitSettings();
        String key = settings.getSigningKey();
        // get_signing_key of git: without a key of its own, the committer's name and address say which one it is.
        CommitterIdentity committer = repository.settings().identity();
        String user = key == null ? committer.name() + " <" + committer.email() + ">" : key;
        return switch (settings.getKeyFormat()) {
            case OPENPGP -> new GpgSigner(program, chooseOpenPgpProgram(repository), user, refusal);
            case X509 ->
                new GpgSigner(program, chooseProgram(programs.value(GPG, "x509", PROGRAM), "gpgsm"), user, refusal);
            case SSH ->
                new SshKeygenSigner(
                        program,
                        chooseProgram(programs.value(GPG, "ssh", PROGRAM), "ssh-keygen"),
                        key == null
                                ? new DefaultSshKey(program, settings.getSshDefaultKeyCommand(), refusal)
                                : scratch -> findSshKey(key),
                        refusal);
        };
    }

    private static String chooseProgram(Optional<String> configured, String usual) throws IOException {
        return configured.isEmpty() ? usual : expandPath(configured.get());
    }

    // A public key is no path: its base64 may hold "//", which a path makes one "/" of.
    private static String findSshKey(String value) throws IOException {
        return SshKeygenSigner.isPublicKey(value) ? value : expandPath(value);
    }

    // A value that leads nowhere, such as the home of a user that is not there, stays for the program to complain of.
    private static String expandPath(String value) throws IOException {
        return new UserFolders(System.getenv())
                .expandPath(value)
                .map(Path::toString)
                .orElse(value);
    }
}
