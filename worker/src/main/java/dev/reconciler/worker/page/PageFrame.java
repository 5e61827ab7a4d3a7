package dev.reconciler.worker.page;

import dev.reconciler.worker.access.Viewer;
import dev.reconciler.worker.access.Viewer.ViewerProof;
import dev.reconciler.worker.page.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * What is around each view.
 *
 * @param title of the view
 * @param host whose repositories are shown
 * @param viewer who looks; null for a stranger
 * @param seal the field that shows that a form is ours
 * @param isLive whether the view follows events where there is JavaScript
 * @param assets the folder of the static files
 */
public record PageFrame(
        String title, String host, @Nullable Viewer viewer, String seal, boolean isLive, String assets) {

    /** Whether the viewer can log out. */
    public boolean hasLogout() {
        return viewer != null && viewer.proof() == ViewerProof.SESSION;
    }

    /** Who looks, in a few words. */
    public String viewerName() {
        return viewer == null ? "" : VisibleText.showLine(viewer.name(), 40) + (viewer.mayAct() ? "" : " · read only");
    }
}
