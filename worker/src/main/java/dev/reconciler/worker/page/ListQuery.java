package dev.reconciler.worker.page;

import dev.reconciler.worker.status.RepositoryState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of the list somebody wants to see, as the address says it.
 *
 * @param text a part of what is looked for; empty: everything
 * @param state the state that is looked for; empty: any
 * @param page counted from one
 */
public record ListQuery(String text, Optional<RepositoryState> state, int page) {
    private static final int LONGEST = 200;
    private static final int LAST_PAGE = 1_000_000;

    /** Reads an address; what makes no sense in it counts as not said. */
    static ListQuery of(@Nullable String text, @Nullable String state, @Nullable String page) {
        String wanted = text == null ? "" : text.strip();
        return new ListQuery(
                wanted.substring(0, Math.min(LONGEST, wanted.length())),
                List.of(RepositoryState.values()).stream()
                        .filter(each -> each.wire().equals(state))
                        .findFirst(),
                page != null && page.matches("[1-9]\\d{0,5}") ? Math.min(LAST_PAGE, Integer.parseInt(page)) : 1);
    }

    /** Whether any of the texts has every word that is looked for. */
    boolean matches(List<String> texts) {
        if (text.isEmpty()) {
            return true;
        }
        String all = String.join("\n", texts).toLowerCase(Locale.ROOT);
        return List.of(text.toLowerCase(Locale.ROOT).split("\\s+", -1)).stream().allMatch(all::contains);
    }

    /** The address of the same list with another state, from its beginning. */
    String addressWith(@Nullable RepositoryState other) {
        return address(Optional.ofNullable(other), 1);
    }

    /** The address of another page of the same list. */
    String addressOf(int other) {
        return address(state, other);
    }

    private String address(Optional<RepositoryState> wanted, int number) {
        List<String> parts = new ArrayList<>();
        if (!text.isEmpty()) {
            parts.add("q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        }
        wanted.ifPresent(each -> parts.add("state=" + each.wire()));
        if (number > 1) {
            parts.add("page=" + number);
        }
        return parts.isEmpty() ? "/" : "/?" + String.join("&", parts);
    }
}
