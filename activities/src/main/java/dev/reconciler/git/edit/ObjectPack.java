package dev.reconciler.git.edit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;

/** All that some commits need, as a pack for another repository. */
final class ObjectPack {
    private ObjectPack() {}

    /** @param folder where the pack and its index are written */
    static void write(Repository from, Set<ObjectId> tips, Path folder) throws IOException {
        Files.createDirectories(folder);
        PackConfig settings = new PackConfig(from);
        // What is stored as a difference stays one; to look for more takes longer than to copy.
        settings.setDeltaCompress(false);
        try (PackWriter pack = new PackWriter(settings, from.newObjectReader())) {
            pack.preparePack(NullProgressMonitor.INSTANCE, tips, Set.of());
            Path written = folder.resolve("tmp_pack_reconciler");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(written))) {
                pack.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
            }
            String name = "pack-" + pack.computeName().name();
            Files.move(written, folder.resolve(name + ".pack"));
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name + ".idx")))) {
                pack.writeIndex(out);
            }
        }
    }
}
