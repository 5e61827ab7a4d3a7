package dev.reconciler.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryIdTest {
    @ParameterizedTest
    @CsvSource({
        "/srv/Shop.git, shop",
        "/srv/shop///, shop",
        "/srv/my data (1), my-data--1-",
        "/home/ann/.dotfiles, dotfiles",
        "/srv/_-.x, x",
        "/srv/caf\u00e9, caf-",
        "/srv/\u00e9t\u00e9, t-"
    })
    void aPathGivesAnIdByItsLastSegment(String path, String id) {
        assertThat(RepositoryId.ofPath(path)).hasToString(id);
    }

    /** Two of them in one service have two ids, and the same path has the same one in each run. */
    @ParameterizedTest
    @ValueSource(strings = {"/srv/\u30c7\u30fc\u30bf", "/srv/shop/.git", "/", "/srv/---"})
    void aPathWithoutALetterGivesAnIdToo(String path) {
        RepositoryId id = RepositoryId.ofPath(path);

        assertThat(id.value()).startsWith("repository-");
        assertThat(RepositoryId.ofPath(path)).isEqualTo(id);
        assertThat(RepositoryId.ofPath("/other" + path)).isNotEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", ".shop", "a b", "a/b"})
    void aConfiguredIdIsTakenAsItIsOrRefused(String id) {
        assertThatThrownBy(() -> new RepositoryId(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("starting with a letter or digit");
    }

    @Test
    void theWorkflowIdNamesTheRepository() {
        assertThat(new RepositoryId("shop").workflowId()).isEqualTo("reconcile/shop");
    }
}
