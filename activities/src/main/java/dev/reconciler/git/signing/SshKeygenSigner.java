package dev.reconciler.git.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Signs by {@code ssh-keygen}, or by another program that takes its options, as {@code sign_buffer_ssh} of git does.
 *
 * @param name the program's name or path
 * @param source says the path of a key, or a public key itself, whose private one an agent has
 */
record SshKeygenSigner(SigningProgram program, String name, KeySource source, UnsignedReplay refusal)
        implements CommitSigner {
    private static final String LITERAL = "key::";

    /** Whether the text is a public key itself, and not the path of one. */
    static boolean isPublicKey(String key) {
        return key.startsWith(LITERAL) || key.startsWith("ssh-");
    }

    @Override
    public String sign(byte[] commit, Path scratch) throws IOException {
        Path file = Files.write(scratch.resolve("signing.commit"), commit);
        // ssh-keygen asks before it writes over a signature, and nobody would answer.
        Path signature = scratch.resolve("signing.commit.sig");
        Files.deleteIfExists(signature);
        String key = source.findKey(scratch);
        SigningProgram.ProgramEnd end = program.run(newCommand(key, file, scratch), new byte[0], scratch);
        if (!end.succeeded() || !Files.exists(signature)) {
            throw refusal.explain("by " + name + " with the key " + key, end.complaint());
        }
        return Files.readString(signature, StandardCharsets.ISO_8859_1).replace("\r", "");
    }

    private List<String> newCommand(String key, Path file, Path scratch) throws IOException {
        List<String> command = new ArrayList<>(List.of(name, "-Y", "sign", "-n", "git", "-f"));
        if (isPublicKey(key)) {
            String literal = key.startsWith(LITERAL) ? key.substring(LITERAL.length()) : key;
            command.add(
                    Files.writeString(scratch.resolve("signing.key"), literal).toString());
            command.add("-U");
        } else {
            command.add(key);
        }
        command.add(file.toString());
        return command;
    }

    /** Finds which key signs. */
    interface KeySource {
        /** @param scratch a folder for the files of a program that is asked */
        String findKey(Path scratch) throws IOException;
    }
}
