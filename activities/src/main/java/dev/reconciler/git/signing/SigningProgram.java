package dev.reconciler.git.signing;

import dev.reconciler.git.settings.InheritedEnvironment;
import dev.reconciler.thread.ChildProgram;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program that signs, or names a key, run as git runs it: with the variables of this process and in the same folder.
 *
 * <p>Nobody is there to type a passphrase. So the program gets no terminal by a variable, its input is a file, and it is
 * ended with all that it has started when its time is up. An agent that was there before, or that has become a program
 * of its own, goes on.
 *
 * @param folder where the program runs
 * @param limit how long the program may take
 */
record SigningProgram(Path folder, Duration limit) {
    /**
     * Runs a command to its end.
     *
     * @param input what the program reads from its standard input
     * @param scratch a folder for the files that stand for the program's streams
     * @throws InterruptedIOException if the thread is interrupted meanwhile
     */
    ProgramEnd run(List<String> command, byte[] input, Path scratch) throws IOException {
        Path in = Files.write(scratch.resolve("signing.in"), input);
        Path out = scratch.resolve("signing.out");
        Path err = scratch.resolve("signing.err");
        ProcessBuilder builder = InheritedEnvironment.newChild(command.toArray(String[]::new))
                .directory(folder.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        removePrompts(builder.environment());
        ChildProgram program;
        try {
            program = ChildProgram.start(builder);
        } catch (IOException missing) {
            // Java's own message repeats the command; the part behind it says what is wrong with it.
            return new ProgramEnd(false, "", command.get(0) + " can't be run: " + reasonOf(missing));
        }
        boolean ended = program.awaitEnd(limit, "a signature");
        // In the person's language; a byte that is no UTF-8 becomes a replacement character.
        String said = new String(Files.readAllBytes(err), StandardCharsets.UTF_8);
        return new ProgramEnd(
                ended && program.process().exitValue() == 0,
                Files.readString(out, StandardCharsets.ISO_8859_1),
                ended ? said : said + command.get(0) + " gave no answer within " + limit.toSeconds() + " s");
    }

    // ssh asks an askpass program where it is told to, and else the terminal that this process was started from. One
    // that a person has set may know the passphrase; "false" knows none, and so ssh fails at once.
    private static void removePrompts(Map<String, String> environment) {
        environment.remove("GPG_TTY");
        environment.putIfAbsent("SSH_ASKPASS", "false");
        environment.put("SSH_ASKPASS_REQUIRE", "force");
    }

    private static String reasonOf(IOException missing) {
        Throwable cause = missing.getCause();
        return String.valueOf(cause == null ? missing.getMessage() : cause.getMessage());
    }

    /**
     * How a program ended.
     *
     * @param succeeded whether it ended in time and with status 0
     * @param output its standard output, a char for each byte
     * @param complaint its standard error, or why it could not run or was ended
     */
    record ProgramEnd(boolean succeeded, String output, String complaint) {}
}
