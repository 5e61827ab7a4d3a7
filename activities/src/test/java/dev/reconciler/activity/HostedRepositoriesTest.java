package dev.reconciler.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.RepositoryId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostedRepositoriesTest {
    private static final RepositoryId DATA = new RepositoryId("data");
    private static final BranchName MAIN = new BranchName("main");

    private final HostedRepository hosted = new HostedRepository(
            new RepositorySettings(
                    DATA,
                    Path.of("data.git"),
                    "remote.git",
                    "origin",
                    MAIN,
                    true,
                    new RemoteCredentials.NoCredentials(),
                    new CommitterIdentity("Reconciler", "reconciler@example.org")),
            Optional.empty());
    private final HostedRepositories host =
            new HostedRepositories("here", List.of(hosted), HostConcurrency.ofMachine());

    @Test
    void findsWhatIsConfigured() {
        assertThat(host.findRepository(new RepositoryBranch(DATA, MAIN))).isSameAs(hosted);
    }

    @Test
    void hasNoOtherRepository() {
        assertRefused(new RepositoryBranch(new RepositoryId("other"), MAIN), "not configured on host here");
    }

    @Test
    void doesNotDoToOneBranchWhatWasDecidedForAnother() {
        assertRefused(new RepositoryBranch(DATA, new BranchName("staging")), "is configured for main by now");
    }

    private void assertRefused(RepositoryBranch target, String words) {
        assertThatThrownBy(() -> host.findRepository(target))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.CONFIGURATION))
                .hasMessageContaining(words);
    }
}
