package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.message.CommitText;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.tree.MergeObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.Test;

/** Commits as bytes, before and after: each char stands for one byte. */
class CommitWriterTest extends LetterTest {
    private static final String TREE = "tree " + "1".repeat(40) + "\n";
    private static final String PARENT = "parent " + "2".repeat(40) + "\n";
    private static final String AUTHOR = "author Ann <ann@example.org> 1500000000 -0730\n";
    private static final String COMMITTER = "committer Carl <carl@example.org> 1500000001 +0100\n";

    private static final ObjectId NEW_TREE = ObjectId.fromString("3".repeat(40));
    private static final ObjectId NEW_PARENT = ObjectId.fromString("4".repeat(40));
    private static final String WRITTEN = "tree " + NEW_TREE.name() + "\nparent " + NEW_PARENT.name() + "\n";
    private static final String REPLAYED_BY = "committer Data Reconciler <reconciler@example.org> 1700000000 +0000\n";

    @Test
    void treeParentAndCommitterAreNewAndTheRestStays() throws IOException {
        assertThat(replay(TREE + PARENT + AUTHOR + COMMITTER + "\nsubject\n\nbody\n"))
                .isEqualTo(WRITTEN + AUTHOR + REPLAYED_BY + "\nsubject\n\nbody\n");
    }

    @Test
    void aCommitWithoutParentGetsOne() throws IOException {
        assertThat(replay(TREE + AUTHOR + COMMITTER + "\nroot\n"))
                .isEqualTo(WRITTEN + AUTHOR + REPLAYED_BY + "\nroot\n");
    }

    @Test
    void authorAndMessageComeIntoTheEncodingOfNewCommits() throws IOException {
        String author = "author Zo\u00eb <zoe@example.org> 1500000000 +0000\n";
        String utf8 = "author Zo\u00c3\u00ab <zoe@example.org> 1500000000 +0000\n";
        String encoding = "encoding ISO-8859-1\n";
        assertThat(replay(TREE + PARENT + author + COMMITTER + encoding + "\n\u00fcber\n"))
                .isEqualTo(WRITTEN + utf8 + REPLAYED_BY + "\n\u00c3\u00bcber\n");
        assertThat(replay(TREE + PARENT + author + COMMITTER + "\n\u00fcber\n"))
                .as("no UTF-8, and so taken for Latin-1")
                .isEqualTo(WRITTEN + utf8 + REPLAYED_BY + "\n\u00c3\u00bcber\n");
        repository.repository().getConfig().setString("i18n", null, "commitEncoding", "ISO-8859-1");
        assertThat(replay(TREE + PARENT + utf8 + COMMITTER + "\n\u00c3\u00bcber\n"))
                .isEqualTo(WRITTEN + author + REPLAYED_BY + encoding + "\n\u00fcber\n");
    }

    @Test
    void aSignatureAndAMergedTagAreLeftOut() throws IOException {
        String signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n";
        String tag = "mergetag object " + "5".repeat(40) + "\n type commit\n tag v1\n";
        assertThat(replay(TREE + PARENT + AUTHOR + COMMITTER + tag + signature + "\nsigned\n"))
                .isEqualTo(WRITTEN + AUTHOR + REPLAYED_BY + "\nsigned\n");
    }

    @Test
    void ofTheMessageOnlyBlankLinesBeforeTheSubjectGo() throws IOException {
        assertThat(messageOf("\n \n\t\n  subject  \n\n\n\nbody\n\n\n")).isEqualTo("  subject  \n\n\n\nbody\n\n\n");
        assertThat(messageOf("# subject")).isEqualTo("# subject");
        assertThat(messageOf("subject\r\n\r\nbody\r\n")).isEqualTo("subject\r\n\r\nbody\r\n");
    }

    @Test
    void anEmptyMessageStaysEmpty() throws IOException {
        assertThat(messageOf("")).isEmpty();
        assertThat(messageOf("\n \n")).isEmpty();
    }

    private String messageOf(String message) throws IOException {
        String written = replay(TREE + PARENT + AUTHOR + COMMITTER + "\n" + message);
        String headers = WRITTEN + AUTHOR + REPLAYED_BY + "\n";
        assertThat(written).startsWith(headers);
        return written.substring(headers.length());
    }

    private String replay(String original) throws IOException {
        try (ObjectInserter inserter = repository.repository().newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_COMMIT, original.getBytes(StandardCharsets.ISO_8859_1));
            try (ObjectReader reader = inserter.newReader();
                    MergeObjects objects = new MergeObjects(reader, inserter);
                    RevWalk walk = new RevWalk(reader)) {
                CommitWriter writer = new CommitWriter(
                        objects,
                        new CommitterIdentity("Data Reconciler", "reconciler@example.org"),
                        Instant.parse("2023-11-14T22:13:20.987Z"),
                        CommitText.of(repository.repository().getConfig()),
                        CommitSealer.UNSIGNED);
                ObjectId written = writer.writeReplayed(walk.parseCommit(id), NEW_PARENT, NEW_TREE);
                inserter.flush();
                return new String(reader.open(written).getBytes(), StandardCharsets.ISO_8859_1);
            }
        }
    }
}
