package dev.reconciler.worker.cli;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.cli.options.CommandContext;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The program, which kills itself as {@code kill -9} does, at a point named by the property {@code kill.at}: {@code
 * before Push} or {@code after Push} the activity of that name, or {@code when FILE} once a file or folder is there.
 */
public final class KilledMain {
    private static final Process KILLER = killer();
    private static final AtomicBoolean WATCHES = new AtomicBoolean();

    private KilledMain() {}

    /** As {@link Main#main}. */
    public static void main(String[] arguments) {
        String point = System.getProperty("kill.at", "");
        int status = Main.commandLine(
                        CommandContext.ofThisProcess(),
                        new Assembly((configuration, planned) ->
                                killing(point, Assembly.activities(configuration, planned))),
                        new PrintWriter(System.out, true),
                        new PrintWriter(System.err, true))
                .execute(arguments);
        System.exit(status);
    }

    private static RepositoryActivities killing(String point, RepositoryActivities activities) {
        return (RepositoryActivities) Proxy.newProxyInstance(
                KilledMain.class.getClassLoader(),
                new Class<?>[] {RepositoryActivities.class},
                (proxy, method, parameters) -> {
                    if (point.startsWith("when ") && !WATCHES.getAndSet(true)) {
                        watch(point.substring("when ".length()));
                    }
                    dieAt("before", method, point);
                    Object answer = call(activities, method, parameters);
                    dieAt("after", method, point);
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

    private static void dieAt(String when, Method method, String point) {
        if (point.equalsIgnoreCase(when + " " + method.getName())) {
            die();
        }
    }

    /**
     * Looks all the time, since what it waits for may be there for a moment only. It begins with the first activity,
     * because nothing is written before, and returns once it has begun. A trailing star is for any ending.
     */
    private static void watch(String file) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread watcher = new Thread(() -> {
            begun.countDown();
            while (!isThere(file)) {
                Thread.onSpinWait();
            }
            die();
        });
        watcher.setDaemon(true);
        watcher.start();
        begun.await();
    }

    private static boolean isThere(String file) {
        if (!file.endsWith("*")) {
            return new File(file).exists();
        }
        File start = new File(file.substring(0, file.length() - 1));
        String[] names = start.getParentFile().list((folder, name) -> name.startsWith(start.getName()));
        return names != null && names.length > 0;
    }

    /** Waits for a line, so that the kill itself takes no time. */
    private static Process killer() {
        try {
            return new ProcessBuilder(
                            "sh",
                            "-c",
                            "read line; kill -9 " + ProcessHandle.current().pid())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void die() {
        try (OutputStream line = KILLER.getOutputStream()) {
            line.write('\n');
            line.flush();
            KILLER.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
