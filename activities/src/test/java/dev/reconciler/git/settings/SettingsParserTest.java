package dev.reconciler.git.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.settings.SettingsParser.MalformedSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.lib.Config;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Native git's {@code config --list} is the reference. */
class SettingsParserTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "\uFEFF[a]\nb = c\n",
                "[a]\nb = c",
                "[a] b = c\n",
                "[a] b = c\n[d]e=f\n",
                "[A]\nB-1 = C\n",
                "[a]\r\n\tb = c\r\n",
                "[a]\nb = c\r",
                "[a \"B.c\"]\nd = e\n",
                "[a \"q\\\"uo\\\\te\\x\"]\nd = e\n",
                "[a \"\"]\nd = e\n",
                "[a   \"b\"]\nd = e\n",
                "[a.B]\nc = d\n",
                "[a.B \"C\"]\nd = e\n",
                "[a]\nb\n",
                "[a]\nb =\n",
                "[a]\nb = \"\"\n",
                "[a]\nb = c # comment\n",
                "[a]\nb = c;comment\n",
                "[a]\nb = \"c # no comment\"\n",
                "[a]\nb = c\\\n  d\n",
                "[a]\nb = c\\",
                "[a]\nb = c \\\nd\n",
                "[a]\nb = \"  c  \"  \n",
                "[a]\nb =   c d   \n",
                "[a]\nb = c\"d e\"f\n",
                "[a]\nb = \\t\\n\\\"\\\\\n",
                "# comment\n; comment\n[a]\n# b = c\n",
                "[a]\nb = c\n[a]\nb = d\n[a \"x\"]\nb = e\n",
                "[a]\nb = äöü\n",
                "[include]\npath = x\n[includeIf \"gitdir:/x/\"]\npath = y\n",
            })
    void aFileIsReadAsGitReadsIt(String text) throws Exception {
        SettingsOracle.Answer answer = SettingsOracle.list(write(text));
        assertThat(answer.status()).isZero();
        List<String> expected = SettingsOracle.split(answer.output());

        assertThat(SettingsParser.parse(text).stream()
                        .map(SettingsParserTest::describe)
                        .toList())
                .isEqualTo(expected);
    }

    /** The library's own reader is given this text, and must find the same there. */
    @ParameterizedTest
    @ValueSource(strings = {"[a]\nb = \"  x # \\\"y\\\" \\\\ \\t\\n\"\n", "[a \"q\\\"\\\\ #\"]\nb = c\n", "[a]\nb\n"})
    void aSettingThatIsWrittenAnewMeansTheSame(String text) throws Exception {
        Setting setting = SettingsParser.parse(text).get(0);

        assertThat(SettingsParser.parse(setting.toText())).containsExactly(setting);
        Config library = new Config();
        library.fromText(setting.toText());
        String value = setting.value();
        assertThat(library.getString(setting.section(), setting.subsection(), setting.name()))
                .isEqualTo(value == null ? "" : value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a\nb = c\n",
                "[a]\nb = \"c\n",
                "[a]\nb = \\x\n",
                "[a]\nb c\n",
                "[a]\n1b = c\n",
                "[a]\nb_c = d\n",
                "[a b]\nc = d\n",
                "[a \"b]\nc = d\n",
                "[a \"b\" ]\nc = d\n",
                "[a_b]\nc = d\n",
                "?\n",
            })
    void aLineThatGitCallsBadIsAFault(String text) throws IOException {
        assertThat(SettingsOracle.list(write(text)).status()).isNotZero();

        assertThatThrownBy(() -> SettingsParser.parse(text))
                .isInstanceOf(MalformedSettingsException.class)
                .hasMessageStartingWith("bad config line ");
    }

    private static String describe(Setting setting) {
        String subsection = setting.subsection() == null ? "" : setting.subsection() + ".";
        String key = setting.section().toLowerCase(Locale.ROOT) + "." + subsection
                + setting.name().toLowerCase(Locale.ROOT);
        return setting.value() == null ? key : key + "\n" + setting.value();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("settings"), text);
    }
}
