package dev.reconciler.git.convert;

import dev.reconciler.git.attributes.AttributeState;
import dev.reconciler.git.convert.FilterPrograms.Direction;
import dev.reconciler.git.error.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;

/**
 * How the content of one path gets from a commit into a work tree, and back: git's {@code convert_to_working_tree} and
 * {@code convert_to_git}. Contents are streams: none is held in memory.
 *
 * <p>Example: with {@code *.bat eol=crlf} the blob {@code a\nb\n} becomes the file {@code a\r\nb\r\n}; and that file is
 * unchanged for git, because it makes the same blob again.
 */
public final class ContentConversion {
    /** The bytes of a commit are the bytes of the file. */
    public static final ContentConversion NONE = new ContentConversion(LineEndRule.NONE, null, null);

    private final LineEndRule lineEnds;
    private final @Nullable FilterDriver driver;
    private final @Nullable String unsupported;

    private ContentConversion(LineEndRule lineEnds, @Nullable FilterDriver driver, @Nullable String unsupported) {
        this.lineEnds = lineEnds;
        this.driver = driver;
        this.unsupported = unsupported;
    }

    /**
     * The conversion of a path with these attributes.
     *
     * @param attributes answers for each name of an attribute
     * @param settings those of the repository
     */
    public static ContentConversion of(Function<String, AttributeState> attributes, Config settings) {
        LineEndRule lineEnds = LineEndRule.of(attributes, settings);
        @Nullable String filter = attributes.apply("filter").value();
        Optional<FilterDriver> driver = filter == null ? Optional.empty() : FilterDriver.find(settings, filter);
        @Nullable String unsupported = findUnsupported(attributes);
        return lineEnds == LineEndRule.NONE && driver.isEmpty() && unsupported == null
                ? NONE
                : new ContentConversion(lineEnds, driver.orElse(null), unsupported);
    }

    private static @Nullable String findUnsupported(Function<String, AttributeState> attributes) {
        if (attributes.apply("ident").isSet()) {
            return "ident";
        }
        @Nullable String encoding = attributes.apply("working-tree-encoding").value();
        // As git's same_utf_encoding: commits hold UTF-8, so there is nothing to do.
        boolean isPlain = encoding == null || encoding.isEmpty() || encoding.matches("(?i)utf-?8");
        return isPlain ? null : "working-tree-encoding=" + encoding;
    }

    /** The attribute that asks for a conversion which is not made here; empty for none. */
    public Optional<String> findUnsupported() {
        return Optional.ofNullable(unsupported);
    }

    /** The name of the filter that would run a program; empty for none. */
    public Optional<String> findProgram() {
        return driver != null && driver.hasProgram() ? Optional.of(driver.name()) : Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContentConversion that
                && lineEnds == that.lineEnds
                && Objects.equals(driver, that.driver)
                && Objects.equals(unsupported, that.unsupported);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lineEnds, driver, unsupported);
    }

    /**
     * Writes what the work tree gets.
     *
     * @throws RefusedException of type Unsupported if a filter fails that is required, or gives no answer
     */
    public void writeToWorkTree(String path, ContentSource blob, FilterPrograms programs, OutputStream to)
            throws IOException {
        if (driver == null) {
            writeLines(blob, to);
            return;
        }
        try (SpooledContent lines = SpooledContent.create()) {
            try (OutputStream out = Files.newOutputStream(lines.file())) {
                writeLines(blob, out);
            }
            Optional<SpooledContent> filtered = programs.run(driver, Direction.SMUDGE, path, lines);
            try (SpooledContent result = filtered.orElse(lines);
                    InputStream from = result.open()) {
                from.transferTo(to);
            }
        }
    }

    private void writeLines(ContentSource blob, OutputStream to) throws IOException {
        boolean getsCrLf = mayGetCrLf() && lineEnds.isCrlfFor(statisticsOf(blob));
        try (InputStream from = blob.open()) {
            if (getsCrLf) {
                LineEndStreams.copyWithCrLf(from, to);
            } else {
                from.transferTo(to);
            }
        }
    }

    private boolean mayGetCrLf() {
        return lineEnds == LineEndRule.CRLF || lineEnds == LineEndRule.AUTO_CRLF;
    }

    private static TextStatistics statisticsOf(ContentSource content) throws IOException {
        try (InputStream bytes = content.open()) {
            return TextStatistics.of(bytes);
        }
    }

    /**
     * Finds the id of the blob that git would make of a file.
     *
     * @param size of the file, in bytes
     * @param staged what the index has for the path: a file whose blob has CR LF keeps them, as for git; null for nothing
     * @throws RefusedException of type Unsupported if a filter fails that is required, or gives no answer
     */
    public ObjectId hashAsGit(
            String path, ContentSource file, long size, @Nullable ContentSource staged, FilterPrograms programs)
            throws IOException {
        if (driver == null) {
            return hashLines(file, size, staged);
        }
        Optional<SpooledContent> cleaned = programs.run(driver, Direction.CLEAN, path, file);
        if (cleaned.isEmpty()) {
            return hashLines(file, size, staged);
        }
        try (SpooledContent content = cleaned.get()) {
            return hashLines(content, content.size(), staged);
        }
    }

    /**
     * The text as git would commit it anew, whatever the commit has now: git's {@code renormalize_buffer}, for a path with
     * neither {@linkplain #findProgram a program} nor {@linkplain #findUnsupported another conversion}.
     */
    public byte[] renormalize(byte[] blob) throws IOException {
        if (lineEnds == LineEndRule.NONE || !lineEnds.isLfFor(TextStatistics.of(new ByteArrayInputStream(blob)))) {
            return blob;
        }
        try (InputStream lines = LineEndStreams.withLf(new ByteArrayInputStream(blob))) {
            return lines.readAllBytes();
        }
    }

    private ObjectId hashLines(ContentSource file, long size, @Nullable ContentSource staged) throws IOException {
        if (lineEnds == LineEndRule.NONE) {
            return hash(file.open(), size);
        }
        TextStatistics text = statisticsOf(file);
        boolean getsLf = lineEnds.isLfFor(text) && !(lineEnds.isAutomatic() && hasCrLf(staged));
        return getsLf ? hash(LineEndStreams.withLf(file.open()), text.sizeWithLf()) : hash(file.open(), size);
    }

    // As git's has_crlf_in_index: who has committed CR LF once does not get a change of every line.
    private static boolean hasCrLf(@Nullable ContentSource staged) throws IOException {
        if (staged == null) {
            return false;
        }
        TextStatistics text = statisticsOf(staged);
        return text.hasCrLf() && !text.isBinary();
    }

    private static ObjectId hash(InputStream content, long size) throws IOException {
        try (content;
                ObjectInserter.Formatter ids = new ObjectInserter.Formatter()) {
            return ids.idFor(Constants.OBJ_BLOB, size, content);
        }
    }
}
