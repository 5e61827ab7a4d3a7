package dev.reconciler.worker.access;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.ApiToken;

/**
 * Somebody who may see repositories of this host.
 *
 * @param token what the viewer sees and may do; nobody has its secret where a proxy named a person, or it is this machine
 * @param proof how the viewer is known
 * @param formHolder what the forms that are shown to the viewer are bound to
 */
public record Viewer(ApiToken token, ViewerProof proof, String formHolder) {

    /** How a viewer is known. */
    public enum ViewerProof {
        BEARER,
        SESSION,
        PROXY,
        /** Nobody in particular, on this very machine. */
        LOOPBACK
    }

    /** Of the token or the person. */
    public String name() {
        return token.name();
    }

    /** Whether the viewer may do more than look. */
    public boolean mayAct() {
        return token.access() == ApiToken.TokenAccess.WRITE;
    }

    /** Whether the viewer may see that repository. */
    public boolean sees(RepositoryId repository) {
        return token.covers(repository);
    }

    /** Whether the viewer may see every repository, and so what is of the host as a whole. */
    public boolean seesHost() {
        return token.repositories() == null;
    }
}
