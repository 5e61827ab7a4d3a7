package dev.reconciler.git.signing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Signs by {@code gpg} or {@code gpgsm}, or by another program that takes their options, as {@code sign_buffer_gpg} of
 * git does.
 *
 * @param name the program's name or path
 * @param key what {@code --local-user} takes
 */
record GpgSigner(SigningProgram program, String name, String key, UnsignedReplay refusal) implements CommitSigner {
    /** Without this line there is no signature, even where the program says that all went well. */
    private static final Pattern CREATED = Pattern.compile("^\\[GNUPG:] SIG_CREATED ", Pattern.MULTILINE);

    @Override
    public String sign(byte[] commit, Path scratch) throws IOException {
        SigningProgram.ProgramEnd end = program.run(List.of(name, "--status-fd=2", "-bsau", key), commit, scratch);
        if (!end.succeeded() || !CREATED.matcher(end.complaint()).find()) {
            throw refusal.explain("by " + name + " with the key " + key, end.complaint());
        }
        return end.output().replace("\r", "");
    }
}
