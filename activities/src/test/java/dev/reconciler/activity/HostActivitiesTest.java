package dev.reconciler.activity;

import dev.reconciler.contract.RepositoryActivitiesContract;
import dev.reconciler.contract.RepositoryFixture;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** The real activities, on git repositories. */
@Tag("slow")
class HostActivitiesTest extends RepositoryActivitiesContract {

    @Override
    protected RepositoryFixture fixture(Path folder) throws IOException {
        return GitFixture.in(folder);
    }
}
