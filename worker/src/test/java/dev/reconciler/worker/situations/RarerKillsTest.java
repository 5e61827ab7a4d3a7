package dev.reconciler.worker.situations;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;

/** As {@link KillsTest}, in the other courses, and at points that are there for a moment only: each is tried until it is hit. */
@Tag("long")
class RarerKillsTest extends KillsTest {
    @Override
    void addKills(KillCourse course, List<Callable<Kill>> pending) {
        if (!USUAL.contains(course.name())) {
            course.lasting().forEach(point -> pending.add(() -> Kill.at(course, point, 1, root)));
        }
        course.passing().forEach(point -> pending.add(() -> Kill.at(course, point, Kill.TRIES, root)));
    }
}
