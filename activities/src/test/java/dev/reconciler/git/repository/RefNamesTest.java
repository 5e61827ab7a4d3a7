package dev.reconciler.git.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.BranchName;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefNamesTest {
    @Test
    void branchesWhoseNamesNestHaveRefsThatDoNotCollide() {
        assertThat(RefNames.escape("a/b")).isEqualTo("a%2Fb");
        assertThat(RefNames.escape("a%2Fb")).isEqualTo("a%252Fb");
    }

    @Test
    void gitTakesTheRefsOfBranchesWhoseNamesNestSideBySide(@TempDir Path directory) {
        NativeGit git = NativeGit.init(directory);
        String commit = git.commit("a", "1").name();
        for (String branch : new String[] {"main", "main-2", "release/agreed", "release%2Fagreed"}) {
            RefNames names = RefNames.of(new BranchName(branch), "origin");
            git.run("update-ref", names.agreed(), commit);
            git.run("update-ref", names.remoteTip(git.id("HEAD")), commit);
            git.run("update-ref", names.replayed(), commit);
        }
        assertThat(git.run("for-each-ref", "--format=%(refname)", RefNames.OURS).lines())
                .hasSize(12);
    }
}
