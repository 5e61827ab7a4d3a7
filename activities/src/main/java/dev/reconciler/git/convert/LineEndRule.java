package dev.reconciler.git.convert;

import dev.reconciler.git.attributes.AttributeState;
import java.util.function.Function;
import org.eclipse.jgit.lib.Config;

/**
 * What becomes of the line ends of a file, as git's {@code convert_attrs} decides it. The names are by what the work tree
 * gets; a commit always gets LF.
 */
enum LineEndRule {
    /** The bytes stay as they are. */
    NONE,
    /** Text; a file with CR LF is committed with LF. */
    LF,
    /** Text; a file gets CR LF. */
    CRLF,
    /** As {@link #LF} where the content looks like text. */
    AUTO_LF,
    /** As {@link #CRLF} where the content looks like text without a CR. */
    AUTO_CRLF;

    /**
     * Decides by the attributes {@code text}, {@code crlf} and {@code eol}, and by {@code core.autocrlf} and {@code
     * core.eol} where these say nothing.
     */
    static LineEndRule of(Function<String, AttributeState> attributes, Config settings) {
        Kind kind = kindOf(attributes.apply("text"));
        if (kind == Kind.UNDEFINED) {
            // The name that the attribute had before git 1.7.2.
            kind = kindOf(attributes.apply("crlf"));
        }
        if (kind == Kind.BINARY) {
            return NONE;
        }
        String eol = attributes.apply("eol").value();
        if ("lf".equals(eol)) {
            return kind == Kind.AUTO ? AUTO_LF : LF;
        }
        if ("crlf".equals(eol)) {
            return kind == Kind.AUTO ? AUTO_CRLF : CRLF;
        }
        return switch (kind) {
            case TEXT -> isCrlfNative(settings) ? CRLF : LF;
            case TEXT_LF -> LF;
            case AUTO -> isCrlfNative(settings) ? AUTO_CRLF : AUTO_LF;
            default -> bySettings(settings);
        };
    }

    private static Kind kindOf(AttributeState state) {
        if (state.isSet()) {
            return Kind.TEXT;
        }
        if (state.isUnset()) {
            return Kind.BINARY;
        }
        return switch (String.valueOf(state.value())) {
            case "input" -> Kind.TEXT_LF;
            case "auto" -> Kind.AUTO;
            default -> Kind.UNDEFINED;
        };
    }

    private static LineEndRule bySettings(Config settings) {
        if (isAutoInput(settings)) {
            return AUTO_LF;
        }
        return isAuto(settings) ? AUTO_CRLF : NONE;
    }

    // As git's text_eol_is_crlf, on a system whose own line end is LF.
    private static boolean isCrlfNative(Config settings) {
        if (isAutoInput(settings)) {
            return false;
        }
        return isAuto(settings) || "crlf".equalsIgnoreCase(settings.getString("core", null, "eol"));
    }

    private static boolean isAutoInput(Config settings) {
        return "input".equalsIgnoreCase(settings.getString("core", null, "autocrlf"));
    }

    private static boolean isAuto(Config settings) {
        return !isAutoInput(settings) && settings.getBoolean("core", "autocrlf", false);
    }

    boolean isAutomatic() {
        return this == AUTO_LF || this == AUTO_CRLF;
    }

    /** Whether a content gets CR LF in the work tree: git's {@code will_convert_lf_to_crlf}. */
    boolean isCrlfFor(TextStatistics content) {
        return switch (this) {
            case NONE, LF, AUTO_LF -> false;
            case CRLF -> content.hasLoneLf();
            case AUTO_CRLF -> content.hasLoneLf() && !content.hasCr() && !content.isBinary();
        };
    }

    /** Whether a file loses its CR before it is committed, apart from what the index has: git's {@code crlf_to_git}. */
    boolean isLfFor(TextStatistics file) {
        return this != NONE && file.hasCrLf() && !(isAutomatic() && file.isBinary());
    }

    private enum Kind {
        UNDEFINED,
        BINARY,
        TEXT,
        TEXT_LF,
        AUTO
    }
}
