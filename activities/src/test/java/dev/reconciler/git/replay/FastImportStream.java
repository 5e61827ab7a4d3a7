package dev.reconciler.git.replay;

import dev.reconciler.git.replay.DivergedHistory.Node;
import dev.reconciler.git.replay.FileEdit.Files;
import dev.reconciler.git.replay.FileEdit.Mode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a divergence as a stream that {@code git fast-import} reads. */
final class FastImportStream {
    private static final String COMMITTER = "Carl Committer <carl@example.org> ";
    private static final long START = 1_700_000_000L;

    private final String name;
    private final int firstMark;
    private final StringBuilder out = new StringBuilder();

    private FastImportStream(String name, int firstMark) {
        this.name = name;
        this.firstMark = firstMark;
    }

    /** A stream that makes the branches {@code NAME/local} and {@code NAME/remote}. */
    static String of(String name, DivergedHistory divergence, int firstMark) {
        FastImportStream stream = new FastImportStream(name, firstMark);
        stream.all(divergence);
        return stream.out.toString();
    }

    private void all(DivergedHistory divergence) {
        List<Files> files = divergence.files();
        for (int i = 0; i < files.size(); i++) {
            commit(i, divergence.commits().get(i), files.get(i));
        }
        branch("local", divergence.local());
        branch("remote", divergence.remote());
    }

    private void branch(String branch, int tip) {
        out.append("reset refs/heads/%s/%s\nfrom :%d\n\n".formatted(name, branch, mark(tip)));
    }

    private void commit(int number, Node node, Files files) {
        int clock = 60 * number;
        // A branch that is set back to nothing: the commit has the parents that are named, and no other.
        out.append("reset refs/heads/%s/local\ncommit refs/heads/%s/local\n".formatted(name, name));
        out.append("mark :%d\n".formatted(mark(number)));
        out.append("author " + node.metadata().author(START + clock) + "\n");
        out.append("committer " + COMMITTER + (START + clock + 7) + " +0000\n");
        if (!node.metadata().encoding().isEmpty()) {
            out.append("encoding " + node.metadata().encoding() + "\n");
        }
        data(node.metadata().message("commit " + number));
        for (int i = 0; i < node.parents().size(); i++) {
            out.append(i == 0 ? "from :" : "merge :")
                    .append(mark(node.parents().get(i)))
                    .append('\n');
        }
        out.append("deleteall\n");
        files.texts().forEach((path, text) -> {
            String quoted = quote(path);
            if (text.mode() == Mode.MODULE) {
                out.append("M %s %s %s\n".formatted(text.mode().octal, text.content(), quoted));
            } else {
                out.append("M %s inline %s\n".formatted(text.mode().octal, quoted));
                data(text.content());
            }
        });
        out.append("\n");
    }

    private int mark(int number) {
        return firstMark + number + 1;
    }

    private static String quote(String path) {
        return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private void data(String text) {
        out.append("data " + encode(text).length + "\n" + text + "\n");
    }

    /** UTF-8, but for U+E000 to U+E0FF, which no text has: each of these stands for one byte. */
    static byte[] encode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(each -> {
            if (each >> 8 == 0xe0) {
                bytes.write(each);
            } else {
                bytes.writeBytes(Character.toString(each).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }
}
