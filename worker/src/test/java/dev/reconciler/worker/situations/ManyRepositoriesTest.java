package dev.reconciler.worker.situations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many repositories of one host, which take turns. */
@Tag("slow")
class ManyRepositoriesTest {
    private static final int MANY = 8;

    /** Every push marks that it is at the remote, and notes it where another one is there too. */
    private static final String WATCHED = RepositoryPair.WORK_TREE + """
            commit $REMOTE r.txt r
            commit $CLONE l.txt l
            write_hook $REMOTE pre-receive 'mkdir ../../here || touch ../../together; git cat-file --batch-all-objects --batch-check > /dev/null; rmdir ../../here'
            """;

    @TempDir
    Path root;

    private RepositoryConfiguration draw(int number) {
        RepositoryPair pair = new RepositoryPair(createFolder("pair-" + number), "data");
        pair.script(WATCHED);
        return pair.configure(new RepositoryId("data-" + number));
    }

    private Path createFolder(String name) {
        try {
            return Files.createDirectory(root.resolve(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<ReconcileResult> reconcileAll(HostConcurrency concurrency) {
        Configuration configuration = new Configuration(
                "host",
                root,
                new CommitterIdentity("Data Reconciler", "reconciler@example.org"),
                concurrency,
                IntStream.range(0, MANY).mapToObj(this::draw).toList());
        List<ReconcileResult> results = Collections.synchronizedList(new ArrayList<>());
        new Assembly().reconciliation().run(configuration, Duration.ofMinutes(1), false, results::add);
        return results;
    }

    @Test
    void eachGetsItsTurnAndNoTwoAreAtTheRemoteWhereOneMayBe() {
        List<ReconcileResult> results = reconcileAll(new HostConcurrency(2, 1));

        assertThat(results).hasSize(MANY).allSatisfy(result -> assertThat(result.outcome())
                .as(result.message())
                .isEqualTo(Outcome.REBASED));
        assertThat(root.resolve("together")).doesNotExist();
    }
}
