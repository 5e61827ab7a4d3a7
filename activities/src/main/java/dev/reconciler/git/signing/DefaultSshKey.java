package dev.reconciler.git.signing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key that the command of {@code gpg.ssh.defaultKeyCommand} names, as {@code get_default_ssh_signing_key} of git's
 * {@code gpg-interface.c} finds it. The command is run once.
 */
final class DefaultSshKey implements SshKeygenSigner.KeySource {
    private final SigningProgram program;
    private final @Nullable String command;
    private final UnsignedReplay refusal;
    private @Nullable String found;

    /** @param command the setting; null where it is absent */
    DefaultSshKey(SigningProgram program, @Nullable String command, UnsignedReplay refusal) {
        this.program = program;
        this.command = command;
        this.refusal = refusal;
    }

    @Override
    public String findKey(Path scratch) throws IOException {
        String known = found;
        if (known == null) {
            known = runCommand(scratch);
            found = known;
        }
        return known;
    }

    private String runCommand(Path scratch) throws IOException {
        if (command == null) {
            throw refusal.explain("since neither user.signingKey nor gpg.ssh.defaultKeyCommand is set", "");
        }
        List<String> words = CommandWords.split(command).orElse(List.of());
        if (words.isEmpty()) {
            throw refusal.explain("since gpg.ssh.defaultKeyCommand is no command", command);
        }
        SigningProgram.ProgramEnd end = program.run(words, new byte[0], scratch);
        String key = end.output().lines().findFirst().orElse("");
        if (!end.succeeded() || !SshKeygenSigner.isPublicKey(key)) {
            throw refusal.explain("since gpg.ssh.defaultKeyCommand names no key", end.complaint());
        }
        return key;
    }
}
