package dev.reconciler.worker.situations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.worker.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Situations that share processes of the program: one that plans, one that reconciles, one that reconciles again. */
final class SituationBatch {
    private final Path root;
    private final String budget;
    private final List<SituationRun> runs = new ArrayList<>();
    private final List<Integer> statuses = new ArrayList<>();

    private interface Taker {
        void take(SituationRun run, @Nullable JsonNode result, String err);
    }

    private SituationBatch(Path root, String budget) {
        this.root = root;
        this.budget = budget;
    }

    /** Takes situations through the program, whose runs have that budget for their retries. */
    static SituationBatch take(List<Situation> situations, Path root, String budget, FaultyServer server)
            throws IOException {
        SituationBatch batch = new SituationBatch(root, budget);
        for (Situation situation : situations) {
            Path home = Files.createDirectory(root.resolve(situation.id()));
            batch.runs.add(new SituationRun(situation, home, server));
        }
        batch.takeAll();
        return batch;
    }

    List<SituationRun> runs() {
        return runs;
    }

    /** What the processes ended with: the plan, the first run, the second run. */
    List<Integer> statuses() {
        return statuses;
    }

    private void takeAll() throws IOException {
        each(SituationRun::setUp);
        configure(Situation::first);
        program("plan", SituationRun::takePlan);
        program("once", SituationRun::takeFirst);
        each(SituationRun::goOn);
        configure(Situation::second);
        program("once", SituationRun::takeSecond);
    }

    private void each(Consumer<SituationRun> step) {
        runs.parallelStream().forEach(step);
    }

    private void configure(Function<Situation, Situation.Run> which) throws IOException {
        String configuration = runs.stream()
                .filter(run -> !run.isStopped())
                .map(run -> run.entry(which.apply(run.situation())))
                .collect(Collectors.joining("", "repositories:\n", ""));
        Files.writeString(root.resolve("reconciler.yaml"), configuration);
    }

    private void program(String command, Taker taker) {
        try {
            Program.Finished finished = Program.in(root).run(command, "--json", "--retry-for", budget);
            statuses.add(finished.status());
            Map<String, JsonNode> results = finished.results();
            each(run -> taker.take(run, results.get(run.situation().id()), finished.err()));
        } catch (AssertionError unfinished) {
            each(run -> taker.take(run, null, String.valueOf(unfinished.getMessage())));
        }
    }
}
