package dev.reconciler.worker.access;

import dev.reconciler.worker.webhook.BearerToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells the forms of this page from those of another site, which a browser would send with the same cookies. Each form of
 * ours has a field that only its own viewer's page knows.
 */
public final class FormGuard {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key =
            new SecretKeySpec(PageSessions.makeRandom().getBytes(StandardCharsets.UTF_8), ALGORITHM);

    /** The value of the field in the forms that are shown to that holder. */
    public String sealFor(String holder) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(holder.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new LinkageError("every runtime has " + ALGORITHM, missing);
        }
    }

    /**
     * Whether a viewer has sent a form of ours.
     *
     * @param seal the field; null where the form has none
     */
    public boolean accepts(RequestOrigin request, Viewer viewer, @Nullable String seal) {
        return switch (viewer.proof()) {
            // No browser adds such a header by itself.
            case BEARER -> true;
            case SESSION, PROXY, LOOPBACK ->
                request.formOrigin() != RequestOrigin.FormOrigin.FOREIGN
                        && BearerToken.isSame(seal, sealFor(viewer.formHolder()));
        };
    }

    /**
     * Whether a login is from our own form, or from no browser at all.
     *
     * @param seal the field, bound to the cookie of the form; null where the form has none
     */
    public boolean acceptsLogin(RequestOrigin request, @Nullable String seal) {
        return switch (request.formOrigin()) {
            case OWN, NO_BROWSER -> true;
            case FOREIGN -> false;
            case UNTOLD ->
                request.formCookie() != null && BearerToken.isSame(seal, sealFor("form " + request.formCookie()));
        };
    }
}
