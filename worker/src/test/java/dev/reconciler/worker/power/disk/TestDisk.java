package dev.reconciler.worker.power.disk;

import java.io.IOException;
import java.nio.file.Path;

/** What a folder lies on. Closed, it is gone. */
public interface TestDisk extends AutoCloseable {
    Path folder();

    /** Remembers all that is there now. */
    void save() throws IOException;

    /** Returns to what was remembered. */
    void restore() throws IOException;

    /** Loses what would be lost if everything stopped now. */
    void stop() throws IOException;

    @Override
    void close() throws IOException;

    /** Makes a disk. */
    public interface Maker {
        /** @param folder where the disk is to be; what it needs is put beside it */
        TestDisk make(Path folder) throws IOException;
    }
}
