package dev.reconciler.git.remote.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.remote.transport.TransportOpener;
import dev.reconciler.git.settings.GitSettings;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.transport.HttpConfig;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryHttpSettingsTest {
    private static final String URL = "https://git.example.org/team/data.git";

    /** What the library makes of the settings of git. */
    private static HttpConfig read(String settings) throws Exception {
        // Has the library's numbers read as git's.
        new TransportOpener(TestRepositories.settings(Path.of("/nowhere"), URL));
        Config config = new Config();
        config.fromText(settings);
        GitSettings git = GitSettings.parse(settings).orElseThrow();
        LibraryHttpSettings.apply(config, new TransportSettings(git, Map.of()), URL);
        return new HttpConfig(config, new URIish(URL));
    }

    /** With 5g each run ended as a defect of the program, and with 500m a large push used up the memory. */
    @ParameterizedTest
    @CsvSource({"2m, 2097152", "1, 65520", "-5, 65520", "5g, 0", "9000000000, 0"})
    void theBufferOfAPushIsGitsAsFarAsTheMemoryGoes(String value, long expected) throws Exception {
        long largest = Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 8);

        assertThat(read("[http]\n\tpostBuffer = " + value + "\n").getPostBuffer())
                .isEqualTo((int) (expected == 0 ? largest : expected));
        assertThat(read("[http \"https://*.example.org\"]\n\tpostBuffer = " + value + "\n[http]\n\tpostBuffer = 3m\n")
                        .getPostBuffer())
                .isEqualTo((int) (expected == 0 ? largest : expected));
    }

    @Test
    void withoutTheSettingTheBufferIsThatOfGit() throws Exception {
        assertThat(read("").getPostBuffer()).isEqualTo(1 << 20);
    }

    @Test
    void asManyRedirectsAreFollowedAsByGit() throws Exception {
        assertThat(read("").getMaxRedirects()).isEqualTo(20);
    }

    @Test
    void aHeaderThatTheLibraryWouldLeaveOutIsRefusedWithoutItsText() {
        assertThatThrownBy(() -> read("[http]\n\textraHeader = X-Team: Zürich\n"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("http.extraHeader")
                .hasMessageNotContaining("Team");
    }

    @Test
    void aBufferThatIsNoNumberIsRefusedByName() {
        assertThatThrownBy(() -> read("[http]\n\tpostBuffer = abc\n"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("http.postBuffer=abc");
    }
}
