package dev.reconciler.activity;

import dev.reconciler.contract.RepositoryActivitiesContract;
import dev.reconciler.contract.RepositoryFixture;
import java.io.IOException;
import java.nio.file.Path;

/** The real activities, on git repositories. */
class HostActivitiesTest extends RepositoryActivitiesContract {

    @Override
    protected RepositoryFixture fixture(Path folder) throws IOException {
        return GitFixture.in(folder);
    }
}
