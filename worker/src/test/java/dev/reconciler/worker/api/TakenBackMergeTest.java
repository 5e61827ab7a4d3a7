package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** A person merges a conflict branch into the remote's branch, and takes the merge back by force. */
class TakenBackMergeTest extends ApplicationFixture {
    private static final String RUNS = "/api/v1/repositories/data/runs?wait=30s";
    private static final String CONFLICTS = "/api/v1/conflicts";

    @Test
    void theConflictIsOpenAgainAndNobodyPushesWhatTheRemoteHasDropped() throws Exception {
        data.script("""
                commit $REMOTE base.txt 'one\\nremote\\nthree'
                commit $CLONE base.txt 'one\\nlocal\\nthree'
                """);
        assertThat(run()).isEqualTo("conflict-escaped");
        data.script("""
                conflict=$(git --git-dir=$REMOTE for-each-ref --format='%(refname)' refs/heads/conflicts)
                merge=$(git --git-dir=$REMOTE commit-tree $conflict^{tree} -p main -p $conflict -m merge)
                git --git-dir=$REMOTE update-ref refs/heads/main $merge
                """);
        assertThat(run()).isEqualTo("fast-forwarded");
        assertThat(list()).isEmpty();
        data.script("git --git-dir=$REMOTE update-ref refs/heads/main main^1\n");
        assertThat(run()).isEqualTo("rewound");

        assertThat(list()).hasSize(1);
        String name = list().get(0).get("conflict").asText();
        Received refused = post(TOKEN, CONFLICTS + "/" + name + "/retry?wait=30s");
        assertProblem(refused, 409, "was set back since");
        assertThat(list()).hasSize(1);

        Received settled = post(TOKEN, CONFLICTS + "/" + name + "/keep-remote?wait=30s");
        assertThat(settled.body().get("keptRef").asText()).startsWith("refs/rewound/");
        assertThat(list()).isEmpty();
    }

    private String run() throws Exception {
        return post(TOKEN, RUNS).body().get("outcome").asText();
    }

    private JsonNode list() throws Exception {
        return get(TOKEN, CONFLICTS).body().get("conflicts");
    }
}
