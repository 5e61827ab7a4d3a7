package dev.reconciler.git.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.diff.DiffAlgorithm;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.merge.text.ConflictStyle;
import dev.reconciler.git.merge.text.TextMergeSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** How a repository wants its merges, as git reads its settings. */
class MergeSettingsTest extends LetterTest {
    @Test
    void withoutSettingsMergesAreThoseOfGit() throws IOException {
        MergeSettings settings = MergeSettings.of(repository.repository());
        assertThat(settings.renames()).isTrue();
        assertThat(settings.renameLimit()).isEqualTo(7000);
        assertThat(settings.directoryRenames()).isEqualTo(DirectoryRenameMode.CONFLICT);
        assertThat(settings.texts()).isEqualTo(TextMergeSettings.DEFAULTS);
    }

    @Test
    void everySettingIsRead() throws IOException {
        set("merge", "renames", "copies");
        set("diff", "renames", "false");
        set("diff", "renameLimit", "5");
        set("merge", "directoryRenames", "yes");
        set("diff", "algorithm", "Patience");
        set("merge", "conflictStyle", "zdiff3");
        set("pull", "twohead", "recursive");
        MergeSettings settings = MergeSettings.of(repository.repository());
        assertThat(settings.renames()).isTrue();
        assertThat(settings.renameLimit()).isEqualTo(5);
        assertThat(settings.directoryRenames()).isEqualTo(DirectoryRenameMode.MOVE);
        assertThat(settings.texts()).isEqualTo(new TextMergeSettings(DiffAlgorithm.PATIENCE, ConflictStyle.ZDIFF3));
    }

    @Test
    void aWordThatGitWouldNotTakeIsRefused() {
        assertRefused("diff", "algorithm", "quick", ErrorType.CONFIGURATION);
        assertRefused("merge", "conflictStyle", "Diff3", ErrorType.CONFIGURATION);
        assertRefused("merge", "renames", "sometimes", ErrorType.CONFIGURATION);
        assertRefused("diff", "renameLimit", "many", ErrorType.CONFIGURATION);
        assertRefused("merge", "renormalize", "perhaps", ErrorType.CONFIGURATION);
    }

    /** With "ours" git drops the changes of the commits that it replays. */
    @Test
    void anotherStrategyIsRefused() {
        assertRefused("pull", "twohead", "ours", ErrorType.UNSUPPORTED);
        assertRefused("pull", "twohead", "resolve ort", ErrorType.UNSUPPORTED);
    }

    private void set(String section, String key, String value) {
        repository.repository().getConfig().setString(section, null, key, value);
    }

    private void assertRefused(String section, String key, String value, ErrorType type) {
        set(section, key, value);
        assertThatThrownBy(() -> MergeSettings.of(repository.repository()))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(type))
                .hasMessageContainingAll(section, value.split(" ")[0]);
        repository.repository().getConfig().unset(section, null, key);
    }
}
