package dev.reconciler.git.remote.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.settings.GitSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which section counts for a URL, compared with {@code git config --get-urlmatch}. */
class UrlSettingsTest {
    private static final String SECTIONS = """
            [http]
                proxy = general
                sslCAInfo = general
            [http "https://example.org"]
                proxy = host
            [http "https://*.example.org/"]
                proxy = one part
                userAgent = one part
            [http "https://*.*.example.org"]
                proxy = two parts
            [http "https://git.example.org/team"]
                proxy = folder
            [http "https://git.example.org/team/data.git"]
                proxy = repository
            [http "https://bot@git.example.org/team"]
                proxy = user
            [http "https://git.example.org:8443/"]
                proxy = port
            [http "HTTPS://GIT.Example.ORG:443/%7Eann/../ann/."]
                proxy = spelling
            [http "https://git.example.org/a%2Fb"]
                proxy = escaped
            [http "http://git.example.org/"]
                proxy = plain
            [http "no url at all"]
                proxy = nothing
            [http "https://git.example.org/../x"]
                proxy = out of the root
            """;

    @TempDir
    Path root;

    private UrlSettings settings(String text, String url) throws IOException {
        Map<String, String> environment = Map.of(
                "GIT_CONFIG_NOSYSTEM",
                "1",
                "GIT_CONFIG_GLOBAL",
                Files.writeString(root.resolve("settings"), text).toString());
        return new UrlSettings(new TransportSettings(GitSettings.readProtected(environment), environment), url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/x",
                "https://example.org:443",
                "https://git.example.org/",
                "https://git.example.org/teams/data.git",
                "https://git.example.org/team/",
                "https://git.example.org/team/data.git",
                "https://git.example.org/team/data.git/",
                "https://git.example.org/team/data.gitx",
                "https://bot@git.example.org/team/data.git",
                "https://bot@git.example.org/team/other",
                "https://bot:secret@git.example.org/team/other",
                "https://ann@git.example.org/team/other",
                "https://git.example.org:8443/team",
                "https://GIT.EXAMPLE.ORG/ann/x",
                "https://git.example.org/~ann/x",
                "https://git.example.org/a/b",
                "https://git.example.org/a%2fb/c",
                "https://a.b.example.org/",
                "https://a.b.c.example.org/",
                "http://git.example.org:80/x",
                "http://git.example.org:8080/x",
                "https://[::1]/x",
            })
    void theSectionCountsThatCountsForGit(String url) throws IOException {
        UrlSettings http = settings(SECTIONS, url);
        NativeGit git = NativeGit.in(root);
        String file = root.resolve("settings").toString();

        for (String name : new String[] {"proxy", "sslCAInfo", "userAgent"}) {
            assertThat(http.value(name).orElse(""))
                    .as(name)
                    .isEqualTo(git.attempt("config", "--file", file, "--get-urlmatch", "http." + name, url)
                            .output());
        }
    }

    @ParameterizedTest
    @CsvSource({"sslVerify, false", "'sslVerify = true', true", "'sslVerify = off', false", "'sslVerify = 0', false"})
    void aTruthIsThatOfTheSectionThatCounts(String line, boolean expected) throws IOException {
        String text = "[http]\nsslVerify = " + !expected + "\n[http \"https://example.org\"]\n"
                + (line.equals("sslVerify") ? "sslVerify = no" : line) + "\n";

        assertThat(settings(text, "https://example.org/x").truth("sslVerify")).contains(expected);
        assertThat(settings("", "https://example.org/x").truth("sslVerify")).isEmpty();
    }

    @Test
    void anEmptyValueTakesBackThoseBefore() throws IOException {
        String text = "[http]\nextraHeader = a\nextraHeader =\nextraHeader = b\n[http \"https://example.org\"]\n"
                + "extraHeader = c\n";

        assertThat(settings(text, "https://example.org/x").valuesAfterReset("extraHeader"))
                .containsExactly("b", "c");
        assertThat(settings(text, "https://example.net/x").valuesAfterReset("extraHeader"))
                .containsExactly("b");
    }
}
