package dev.reconciler.git.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;
import org.jspecify.annotations.Nullable;

/** The library's inserter, which receives large packs bit by bit. The wait between two bits holds the remote up as well. */
public final class PacedInserter extends ObjectInserter.Filter {
    private static final long BIT = 1 << 20;

    /** At least four megabytes a second: nobody waits for the repository meanwhile, and a remote seldom has more for us. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private final ObjectInserter library;
    private final Path objects;

    /** @param objects the folder in which the library writes what it receives, under a name of its own */
    public PacedInserter(ObjectInserter library, Path objects) {
        this.library = library;
        this.objects = objects;
    }

    @Override
    protected ObjectInserter delegate() {
        return library;
    }

    @Override
    public PackParser newPackParser(InputStream in) throws IOException {
        return library.newPackParser(new PacedWriting(BIT, LONGEST_WAIT, this::syncReceived).pace(in));
    }

    private void syncReceived() throws IOException {
        Path received = findYoungest();
        if (received != null) {
            DiskSync.forceIfThere(received);
        }
    }

    // One fetch at a time receives into a repository, and what a killed one has left is older.
    private @Nullable Path findYoungest() throws IOException {
        Path youngest = null;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(objects, "incoming_*.pack")) {
            for (Path each : all) {
                if (youngest == null
                        || Files.getLastModifiedTime(each).compareTo(Files.getLastModifiedTime(youngest)) > 0) {
                    youngest = each;
                }
            }
        }
        return youngest;
    }
}
