package dev.reconciler.git.remote.transport;

import dev.reconciler.git.file.SecureFolder;
import dev.reconciler.thread.StartedPrograms;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders in which a receive-pack on this machine keeps the objects of a push until the remote's hooks have allowed
 * them. Since git 2.39 a receive-pack that is asked to end leaves its folder behind, and only the remote's own {@code git
 * prune} removes it, two weeks later. A hook that hangs would fill the remote's disk by then: each try leaves the whole pack.
 *
 * <p>Git tells the hooks and the program that unpacks where the folder is, by a variable of their environment.
 */
final class PushQuarantine {
    private static final String VARIABLE = "GIT_QUARANTINE_PATH";
    private static final String NAME_START = "tmp_objdir-incoming-";

    /** In which Java reads and writes the names of files. */
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding"));

    private static final Logger LOG = LoggerFactory.getLogger(PushQuarantine.class);

    private final Set<Path> folders;

    private PushQuarantine(Set<Path> folders) {
        this.folders = folders;
    }

    /** What programs that run now keep. */
    static PushQuarantine find(StartedPrograms programs) {
        return new PushQuarantine(programs.readVariable(VARIABLE).stream()
                .map(value -> Path.of(new String(value.getBytes(StandardCharsets.ISO_8859_1), NAMES)))
                .filter(folder -> folder.isAbsolute()
                        && String.valueOf(folder.getFileName()).startsWith(NAME_START))
                .collect(Collectors.toSet()));
    }

    /** Removes the folders; to be called once the programs were ended. One that does not end keeps its folder. */
    void removeUnlessInUse(StartedPrograms programs) {
        if (folders.isEmpty() || programs.isAnyLeft()) {
            return;
        }
        for (Path folder : folders) {
            try (SecureFolder objects = SecureFolder.open(folder.resolveSibling("."))) {
                objects.deleteAll(String.valueOf(folder.getFileName()));
            } catch (IOException | RuntimeException stays) {
                LOG.debug("objects of a push that was given up stay in the remote until it is pruned", stays);
            }
        }
    }
}
