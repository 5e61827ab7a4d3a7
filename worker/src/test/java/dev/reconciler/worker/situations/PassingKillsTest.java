package dev.reconciler.worker.situations;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;

/** As {@link KillsTest}, at points that are there for a moment only: each is tried until a kill hits it. */
@Tag("long")
class PassingKillsTest extends KillsTest {
    @Override
    void addKills(KillCourse course, List<Callable<Kill>> pending) {
        course.passing().forEach(point -> pending.add(() -> Kill.at(course, point, Kill.TRIES, root)));
    }
}
