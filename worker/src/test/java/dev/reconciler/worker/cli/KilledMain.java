package dev.reconciler.worker.cli;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.worker.ActivityAssembly;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.cli.options.CommandContext;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The program, which kills itself as {@code kill -9} does, at a point named by the property {@code kill.at}: {@code
 * before Push} or {@code after Push} the activity of that name, or {@code when FILE} once a file or folder is there.
 *
 * <p>The last that it does is to write the point to the file {@value #NOTE} of the current directory.
 */
public final class KilledMain {
    /** The file that says at which point the program killed itself; empty while it lives. */
    public static final String NOTE = "killed-at";

    private static final AtomicBoolean WATCHES = new AtomicBoolean();

    private KilledMain() {}

    /** The program, killed at that point. */
    public static Program at(String point, Program program) {
        return program.through(KilledMain.class)
                .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
                .option("-Dkill.at=" + point);
    }

    /** As {@link Main#main}. */
    public static void main(String[] arguments) throws IOException {
        String point = System.getProperty("kill.at", "");
        Runnable kill = kill(point);
        int status = Main.newCommandLine(
                        CommandContext.ofThisProcess(),
                        new Assembly((configuration, planned) ->
                                killing(point, kill, ActivityAssembly.newActivities(configuration, planned))),
                        new PrintWriter(System.out, true),
                        new PrintWriter(System.err, true))
                .execute(arguments);
        System.exit(status);
    }

    private static RepositoryActivities killing(String point, Runnable kill, RepositoryActivities activities) {
        return (RepositoryActivities) Proxy.newProxyInstance(
                KilledMain.class.getClassLoader(),
                new Class<?>[] {RepositoryActivities.class},
                (proxy, method, parameters) -> {
                    if (point.startsWith("when ") && !WATCHES.getAndSet(true)) {
                        watch(point.substring("when ".length()), kill);
                    }
                    dieAt("before", method, point, kill);
                    Object answer = call(activities, method, parameters);
                    dieAt("after", method, point, kill);
                    return answer;
                });
    }

    private static Object call(RepositoryActivities activities, Method method, Object[] parameters) throws Throwable {
        try {
            return method.invoke(activities, parameters);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private static void dieAt(String when, Method method, String point, Runnable kill) {
        if (point.equalsIgnoreCase(when + " " + method.getName())) {
            kill.run();
        }
    }

    /**
     * Looks all the time, since what it waits for may be there for a moment only. It begins with the first activity,
     * because nothing is written before, and returns once it has begun.
     */
    private static void watch(String name, Runnable kill) throws InterruptedException {
        File file = new File(name);
        CountDownLatch begun = new CountDownLatch(1);
        Thread watcher = new Thread(() -> {
            begun.countDown();
            while (!isThere(file)) {
                Thread.onSpinWait();
            }
            kill.run();
        });
        watcher.setDaemon(true);
        watcher.start();
        begun.await();
    }

    /** A trailing star is for any ending. */
    private static boolean isThere(File file) {
        if (!file.getName().endsWith("*")) {
            return file.exists();
        }
        String start = file.getName().substring(0, file.getName().length() - 1);
        String[] names = file.getParentFile().list((folder, name) -> name.startsWith(start));
        return names != null && names.length > 0;
    }

    /**
     * Prepared before the point is reached, so that the kill itself takes no time. Java sends SIGKILL to every process
     * but its own, so its native method is called directly: a process that would send it comes too late for a lock that
     * is there for a moment only.
     */
    private static Runnable kill(String point) throws IOException {
        OutputStream note = Files.newOutputStream(Path.of(NOTE));
        byte[] text = point.getBytes(StandardCharsets.UTF_8);
        long own = ProcessHandle.current().pid();
        try {
            Method destroy = Class.forName("java.lang.ProcessHandleImpl")
                    .getDeclaredMethod("destroy0", long.class, long.class, boolean.class);
            destroy.setAccessible(true);
            return () -> {
                try {
                    note.write(text);
                    destroy.invoke(null, own, 0L, true);
                } catch (IOException | ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            };
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
