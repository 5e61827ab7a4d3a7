package dev.reconciler.worker.power;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.storage.file.WindowCacheConfig;

/**
 * A process with faults.c preloaded, in which one run after the other meets errors of the disk. It has the locale that it is
 * given, and is what a long-lived worker is: what a fault leaves in its memory, the next run meets.
 */
final class FaultedHost implements AutoCloseable {
    private static final String PARTS = "\t";

    private final Program.Running program;
    private final Writer commands;
    private final BufferedReader answers;
    private final FaultOrder order;

    private FaultedHost(Program.Running program, FaultOrder order) {
        this.program = program;
        this.commands = program.process().outputWriter(StandardCharsets.UTF_8);
        this.answers = program.process().inputReader(StandardCharsets.UTF_8);
        this.order = order;
    }

    /** @param folder an empty one, for its files */
    static FaultedHost start(Path folder, Path library, String locale) throws IOException {
        Path file = folder.resolve("order");
        FaultOrder order = FaultOrder.make(file);
        Program program = Program.in(folder)
                .through(FaultedHost.class)
                .option("-Xmx256m")
                // Where the disk is full, nothing can be written there either: the words of the system are found
                // elsewhere.
                .option("-Djava.io.tmpdir=" + folder.resolve("not-there"))
                .with("LC_ALL", locale)
                .with("LANGUAGE", "")
                .with("FAULTS_ORDER", file.toString())
                .with("LD_PRELOAD", library.toString());
        return new FaultedHost(program.converse(), order);
    }

    FaultOrder order() {
        return order;
    }

    /** Runs the configured repository once. */
    End run(Path configuration, Duration retryFor) throws IOException {
        commands.write(configuration + PARTS + retryFor + "\n");
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the program has ended: " + program.printed());
        }
        String[] parts = answer.split(PARTS, 2);
        return new End(parts[0], parts[1]);
    }

    @Override
    public void close() {
        program.close();
    }

    /** The process's own part. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = in.readLine(); command != null; command = in.readLine()) {
            String[] parts = command.split(PARTS, 2);
            ReconcileResult result = runHere(Path.of(parts[0]), Duration.parse(parts[1]));
            String word = result.error() == null
                    ? result.outcome().wire()
                    : result.error().type().wire();
            out.println(word + PARTS + result.toString().replaceAll("\\s+", " "));
        }
    }

    private static ReconcileResult runHere(Path configuration, Duration retryFor) {
        AtomicReference<ReconcileResult> result = new AtomicReference<>();
        new Assembly()
                .reconciliation()
                .run(ConfigurationReader.ofThisProcess().read(configuration), retryFor, false, result::set);
        new WindowCacheConfig().install();
        return result.get();
    }

    /**
     * How a run ended.
     *
     * @param word the outcome, or the type of the error
     * @param text all that it says
     */
    record End(String word, String text) {}
}
