package dev.reconciler.git.merge.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterRepository;
import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.tree.BytePath;
import java.io.IOException;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/** The renames of one side: the order of the steps, and which files take part. */
class RenameDetectionTest extends LetterTest {
    @Test
    void anUnchangedFileIsTakenBeforeOneThatKeptItsName() throws IOException {
        assertThat(findAll("d/f=abcdefgh", "e/f=abcdefgX g=abcdefgh")).isEqualTo("d/f>g");
    }

    @Test
    void aKeptNameIsTakenBeforeTheMostAlike() throws IOException {
        assertThat(findAll("d/f=abcdefgh", "e/f=abcdefXY g=abcdefgX")).isEqualTo("d/f>e/f");
    }

    @Test
    void aFileThatIsThereBeforeAndAfterIsNeitherSourceNorTarget() throws IOException {
        assertThat(findAll("f=abcd g=efgh", "f=efgh g=abcd")).isEmpty();
        assertThat(findAll("f=abcd g=efgh", "g=abcd")).isEmpty();
    }

    /** Git's diff takes empty files for renames of each other; its merge does not. */
    @Test
    void emptyFilesAreNoRename() throws IOException {
        assertThat(findAll("f=", "g=")).isEmpty();
        assertThat(repository.mergeByGit("f= k=a", "g= k=a", "f=x k=a")).isEqualTo(LetterRepository.CONFLICT);
        assertThat(repository.mergeByOurs("f= k=a", "g= k=a", "f=x k=a")).isEqualTo(LetterRepository.CONFLICT);
    }

    @Test
    void aSourceThatTheMergeDoesNotAskForIsMatchedOnlyUnchanged() throws IOException {
        assertThat(find("f=abcd", "g=abcX", path -> false)).isEmpty();
        assertThat(find("f=abcd", "g=abcd", path -> false)).isEqualTo("f>g");
        assertThat(find("d/f=abcd", "e/f=abcX", path -> false)).isEmpty();
    }

    /** Without it g would be taken for f, though it is another file that moved as it is. */
    @Test
    void aTargetOfAnUnaskedSourceIsNotOpenToTheOthers() throws IOException {
        Predicate<BytePath> onlyF = path -> path.equals(BytePath.of("f"));
        assertThat(find("f=abcX h=abcd", "g=abcd", onlyF)).isEqualTo("h>g");
    }

    @Test
    void whereOneSideAddedNothingNothingWasRenamed() throws IOException {
        assertThat(findAll("f=abcd g=efgh", "f=abcd")).isEmpty();
        assertThat(findAll("f=abcd", "f=abcd g=abcd")).isEmpty();
    }

    @Test
    void withoutABaseEverythingIsNew() throws IOException {
        ObjectId side = repository.tree("f=abcd");
        RenameDetection renames = RenameDetection.find(
                objects,
                null,
                side,
                new TraversalOrder(objects, null, side),
                path -> true,
                7000,
                new DirectoryRenames(objects, side, new RemovedDirectories()));
        assertThat(renames.targetOf(BytePath.of("f"))).isNull();
        assertThat(renames.isUncertain()).isFalse();
    }

    @Test
    void theDirectoriesAreToldOfTheRenamesOfEachStep() throws IOException {
        ObjectId base = repository.tree("d/f=abcd i/f=klmnop k/g=qrst x=x");
        ObjectId side = repository.tree("e/f=abcd j/f=klmnoX l/h=qrXY x=x");
        DirectoryRenames directories = new DirectoryRenames(objects, side, new RemovedDirectories());
        RenameDetection renames = RenameDetection.find(
                objects, base, side, new TraversalOrder(objects, base, base), path -> true, 7000, directories);
        assertThat(RenameNotation.show(objects, base, side, renames)).startsWith("d/f>e/f i/f>j/f k/g>l/h");
        assertThat(directories.winners())
                .containsEntry(BytePath.of("d"), BytePath.of("e"))
                .containsEntry(BytePath.of("i"), BytePath.of("j"))
                .containsEntry(BytePath.of("k"), BytePath.of("l"));
    }

    @Test
    void aRenameTellsWhatTheFileIsThere() throws IOException {
        ObjectId base = repository.tree("f=abcd");
        ObjectId side = repository.tree("g*=abcX");
        RenameDetection renames = RenameDetection.find(
                objects,
                base,
                side,
                new TraversalOrder(objects, base, side),
                path -> true,
                7000,
                new DirectoryRenames(objects, side, new RemovedDirectories()));
        assertThat(renames.targetOf(BytePath.of("f")))
                .isEqualTo(new RenameDetection.RenameTarget(
                        BytePath.of("g"), objects.tree(side).entries().get(0).entry()));
    }

    private String findAll(String before, String after) throws IOException {
        return find(before, after, path -> true);
    }

    private String find(String before, String after, Predicate<BytePath> isRelevant) throws IOException {
        ObjectId base = repository.tree(before);
        ObjectId side = repository.tree(after);
        RenameDetection renames = RenameDetection.find(
                objects,
                base,
                side,
                new TraversalOrder(objects, base, side),
                isRelevant,
                7000,
                new DirectoryRenames(objects, side, new RemovedDirectories()));
        return RenameNotation.show(objects, base, side, renames);
    }
}
