package dev.reconciler.workflow;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.RepositoryActivitiesContract;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.contract.RepositoryFixture;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.RepositoryId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The host that the workflow's tests stand on behaves as the real one does. */
class FakeHostTest extends RepositoryActivitiesContract {

    @Override
    protected RepositoryFixture fixture(Path folder) {
        return new FakeFixture();
    }

    private static final class FakeFixture implements RepositoryFixture {
        private final FakeHost host = new FakeHost();

        @Override
        public RepositoryActivities host() {
            return host;
        }

        @Override
        public RepositoryActivities hostWithoutRemote() {
            List.of("Fetch", "Push", "Preserve", "Verify").forEach(activity -> host.fails(activity, 1));
            return host;
        }

        @Override
        public RepositoryActivities hostWithApplication() {
            return host.tellsApplication();
        }

        @Override
        public RepositoryBranch target() {
            return new RepositoryBranch(new RepositoryId("data"), new BranchName("main"));
        }

        @Override
        public CommitId local() {
            return host.local();
        }

        @Override
        public CommitId remote() {
            return host.remote();
        }

        @Override
        public Map<BranchName, CommitId> conflicts() {
            return host.conflicts();
        }

        @Override
        public Map<String, CommitId> kept() {
            return host.keptRefs();
        }

        @Override
        public void commitLocally(String change) {
            host.localCommits(change);
        }

        @Override
        public void commitRemotely(String change) {
            host.remoteCommits(change);
        }

        @Override
        public void takeOverLocally(String newest) {
            host.localCommits(newest);
        }

        @Override
        public void commitConflicting() {
            host.bothConflict();
        }

        @Override
        public void commitMergeResolvedByHand() {
            host.localCommits("merged").keepsOriginal();
        }

        @Override
        public void takeBackRemotely(String newest) {
            host.remoteTakesBack(newest);
        }

        @Override
        public void replaceRemoteHistory() {
            host.remoteIsAnother();
        }

        @Override
        public void replaceLocalHistory() {
            host.localIsAnother();
        }

        @Override
        public void removeClone() {
            host.hasNoClone();
        }

        @Override
        public void removeConflicts() {
            host.losesConflicts();
        }

        @Override
        public void beginMerge() {
            List.of("Advance", "Adopt").forEach(activity -> host.refuses(activity, ErrorType.REPOSITORY_BUSY));
        }

        @Override
        public void putFileInTheWayOf(String change) {
            List.of("Preserve", "Adopt").forEach(activity -> host.refuses(activity, ErrorType.WORK_TREE_DIRTY));
        }

        @Override
        public void failNextReload() {
            host.applicationRefuses();
        }

        @Override
        public int reloads() {
            return host.reloads();
        }

        @Override
        public void close() {}
    }
}
