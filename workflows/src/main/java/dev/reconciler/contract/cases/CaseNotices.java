package dev.reconciler.contract.cases;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** How people learn of a case. */
@ActivityInterface
public interface CaseNotices {
    /**
     * Tells them, unless they were told the same before, by this case or by one of the same conflict that the Temporal
     * service has forgotten.
     *
     * @return what they were told by now
     */
    @ActivityMethod(name = "TellCase")
    ToldCase tell(CaseNotice notice);
}
