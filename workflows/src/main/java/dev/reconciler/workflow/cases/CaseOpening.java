package dev.reconciler.workflow.cases;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** What workflow code can't do itself: signal-with-start. Run as a local activity, by whichever host has the task. */
@ActivityInterface
public interface CaseOpening {
    /** Opens each case that is not open, and has the others look. */
    @ActivityMethod(name = "OpenCases")
    void open(List<CaseInput> cases);
}
