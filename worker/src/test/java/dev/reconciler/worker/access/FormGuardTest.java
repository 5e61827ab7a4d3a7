package dev.reconciler.worker.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.access.Viewer.ViewerProof;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.ApiToken.TokenAccess;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page of another site can send a form with the cookies of this one, and neither read its field nor hide its origin. */
class FormGuardTest {
    private final FormGuard guard = new FormGuard();
    private final Viewer viewer =
            new Viewer(new ApiToken("app", () -> "secret", null, TokenAccess.WRITE), ViewerProof.SESSION, "session 1");

    private static RequestOrigin request(String formCookie, String... headers) {
        Map<String, String> sent = new HashMap<>(Map.of("Host", "page.example.org"));
        for (int i = 0; i < headers.length; i += 2) {
            sent.put(headers[i], headers[i + 1]);
        }
        return new RequestOrigin(InetAddress.getLoopbackAddress(), "HTTP/1.1", sent, "1", formCookie);
    }

    @Test
    void aFormNeedsTheFieldOfItsOwnViewer() {
        String own = guard.sealFor("session 1");
        String other = guard.sealFor("session 2");

        assertThat(guard.accepts(request(null), viewer, own)).isTrue();
        assertThat(guard.accepts(request(null, "Origin", "null"), viewer, own)).isTrue();
        assertThat(guard.accepts(request(null), viewer, other)).isFalse();
        assertThat(guard.accepts(request(null), viewer, null)).isFalse();
        assertThat(guard.accepts(request(null), viewer, "")).isFalse();
        assertThat(new FormGuard().accepts(request(null), viewer, own)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example.org",
        "Origin, https://page.example.org.evil.org",
        "Origin, page.example.org:1",
        "Origin, ''"
    })
    void aFormOfAnotherSiteIsRefusedWhateverItsField(String header, String value) {
        RequestOrigin request = request("form", header, value);

        assertThat(guard.accepts(request, viewer, guard.sealFor("session 1"))).isFalse();
        assertThat(guard.acceptsLogin(request, guard.sealFor("form form"))).isFalse();
    }

    @Test
    void aLoginComesFromOurFormOrFromNoBrowser() {
        assertThat(guard.acceptsLogin(request(null), null)).isTrue();
        assertThat(guard.acceptsLogin(request(null, "Sec-Fetch-Site", "same-origin"), null))
                .isTrue();
        assertThat(guard.acceptsLogin(request(null, "Origin", "https://page.example.org"), null))
                .isTrue();
        assertThat(guard.acceptsLogin(
                        request(null, "Origin", "https://shown.example.org", "X-Forwarded-Host", "shown.example.org"),
                        null))
                .isTrue();
    }

    /** Over plain HTTP an old browser says no more of a page that sends no referrer: neither of ours nor of theirs. */
    @Test
    void aLoginOfUntoldOriginNeedsTheCookieOfOurForm() {
        assertThat(guard.acceptsLogin(request("cookie", "Origin", "null"), guard.sealFor("form cookie")))
                .isTrue();
        assertThat(guard.acceptsLogin(request("cookie", "Origin", "null"), guard.sealFor("form other")))
                .isFalse();
        assertThat(guard.acceptsLogin(request(null, "Origin", "null"), guard.sealFor("form null")))
                .isFalse();
    }
}
