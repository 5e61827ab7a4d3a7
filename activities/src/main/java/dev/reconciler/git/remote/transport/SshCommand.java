package dev.reconciler.git.remote.transport;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.settings.InheritedEnvironment;
import dev.reconciler.model.ErrorType;
import dev.reconciler.thread.ChildProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * Sessions over SSH by the program that the user has named: {@code GIT_SSH_COMMAND}, {@code core.sshCommand} or {@code
 * GIT_SSH}. It brings a key, a jump host or options of its own, so another client would talk to another host, or to the
 * same one as somebody else.
 *
 * <p>Follows {@code get_ssh_command} and {@code push_ssh_options} in git's {@code connect.c}.
 */
final class SshCommand extends SshSessionFactory {
    private static final String SSH = "ssh";

    private final String setting;
    private final List<String> program;
    private final String variant;

    /** Where git runs the program, so that a path in the command may start from there; null: where this process runs. */
    private final @Nullable File folder;

    /** The program of a command: no assignment before it, and nothing that a shell would have to run to know it. */
    private static final Pattern FIRST_WORD = Pattern.compile(
            "\\s*((?![^\\s'\"\\\\]*=)(?:'[^']*'|\"(?:[^\"`$\\\\]|\\$\\w+)*\"|[^\\s'\"\\\\`$;&|<>(){}!]|\\$\\w+)+)(?=\\s|\\z)");

    private static final Duration SEARCH_LIMIT = Duration.ofSeconds(5);

    private static final String SEARCH =
            "found=$(command -v %s) || exit; case $found in */*) test -x \"$found\" || exit 127;; esac";

    /** What {@code command -v} ends with where there is no such program: dash, and other shells. */
    private static final Set<Integer> NOT_FOUND = Set.of(127, 1);

    private static final List<String> OWN = List.of(SSH, "-o", "BatchMode=yes");

    /** @param setting which setting or variable names the program */
    private SshCommand(String setting, List<String> program, String variant, @Nullable File folder) {
        this.setting = setting;
        this.program = program;
        this.variant = variant;
        this.folder = folder;
    }

    /**
     * The program; empty where none is named, and JGit's own client does it. Where that one can't do what ssh would, ssh
     * itself is the program: for an agent that holds keys, and for what only it takes of this host's files.
     *
     * @param folder the top of the clone; null where there is none, or none whose programs may run
     * @throws RefusedException of type Unsupported if the user's {@code ~/.ssh/config} has what only ssh understands, and
     *     that is not installed
     */
    static Optional<SshCommand> find(TransportSettings settings, SshFiles files, @Nullable File folder)
            throws IOException {
        Optional<String> ofEnvironment = settings.variable("GIT_SSH_COMMAND");
        Optional<String> command = ofEnvironment.or(() -> settings.git().value("core", null, "sshCommand"));
        Optional<String> plain = settings.variable("GIT_SSH");
        if (command.isPresent()) {
            String setting = ofEnvironment.isPresent() ? "GIT_SSH_COMMAND" : "core.sshCommand";
            return Optional.of(ofShell(setting, command.get(), settings, folder));
        }
        if (plain.isPresent()) {
            return plain.map(path -> new SshCommand("GIT_SSH", List.of(path), findVariant(path, settings), folder));
        }
        Optional<String> special = files.findSpecial();
        if (isInstalled(settings)) {
            boolean hasAgent = !settings.variable("SSH_AUTH_SOCK").orElse("").isEmpty();
            return hasAgent || special.isPresent() || files.hasMore()
                    ? Optional.of(new SshCommand("PATH", OWN, SSH, folder))
                    : Optional.empty();
        }
        if (special.isPresent()) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    files.config() + " has '" + special.get()
                            + "', which only ssh itself understands; install it, or give `sshKey`");
        }
        return Optional.empty();
    }

    // The command has arguments, quotes and variables of a shell.
    private static SshCommand ofShell(String setting, String command, TransportSettings settings, @Nullable File folder)
            throws IOException {
        Matcher word = FIRST_WORD.matcher(command);
        if (word.lookingAt() && !isFound(word.group(1), folder)) {
            throw newMissingError(setting, command, "no program " + word.group(1) + " is there");
        }
        String first = command.strip().split("\\s+", 2)[0];
        return new SshCommand(
                setting, List.of("sh", "-c", command + " \"$@\"", command), findVariant(first, settings), folder);
    }

    // A shell that finds no program says so with the status of a program that was not found, and so does ssh where the
    // server has no git: only before the start one is told from the other.
    private static boolean isFound(String word, @Nullable File folder) throws IOException {
        ChildProgram search = ChildProgram.start(InheritedEnvironment.newChild("sh", "-c", SEARCH.formatted(word))
                .directory(folder)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        // A folder of PATH may be on a disk that does not answer. The program's start says then whether it is there.
        return !search.awaitEnd(SEARCH_LIMIT, "the search for " + word)
                || !NOT_FOUND.contains(search.process().exitValue());
    }

    private static RefusedException newMissingError(String setting, String value, String why) {
        return new RefusedException(
                ErrorType.CONFIGURATION,
                setting + " names a program for ssh that can't be run: '" + value + "', " + why
                        + "; install it, or correct " + setting);
    }

    private static boolean isInstalled(TransportSettings settings) {
        return Stream.of(settings.variable("PATH").orElse("").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, SSH)));
    }

    private static String findVariant(String program, TransportSettings settings) {
        Optional<String> named =
                settings.variable("GIT_SSH_VARIANT").or(() -> settings.git().value("ssh", null, "variant"));
        if (named.isPresent() && !named.get().equals("auto")) {
            return named.get();
        }
        String name = program.replaceFirst(".*[/\\\\]", "").replaceFirst("(?i)\\.exe$", "");
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public RemoteSession getSession(URIish uri, CredentialsProvider credentials, FS fs, int timeout) {
        return new ProgramSession(uri);
    }

    @Override
    public String getType() {
        return "command";
    }

    private List<String> commandLine(URIish uri, String command, boolean sendsProtocol) throws TransportException {
        List<String> line = new ArrayList<>(program);
        boolean isPutty = variant.contains("plink") || variant.equals("putty");
        if (variant.equals("tortoiseplink")) {
            line.add("-batch");
        }
        if (sendsProtocol && variant.equals(SSH)) {
            line.addAll(List.of("-o", "SendEnv=GIT_PROTOCOL"));
        }
        if (uri.getPort() > 0) {
            if (variant.equals("simple")) {
                throw new TransportException(uri, "ssh variant 'simple' does not support setting port");
            }
            line.addAll(List.of(isPutty ? "-P" : "-p", String.valueOf(uri.getPort())));
        }
        line.add(uri.getUser() == null ? uri.getHost() : uri.getUser() + "@" + uri.getHost());
        line.add(command);
        return line;
    }

    /** One session: each command of it is a process. */
    private final class ProgramSession implements RemoteSession2 {
        private final URIish uri;

        ProgramSession(URIish uri) {
            this.uri = uri;
        }

        @Override
        public Process exec(String command, int timeout) throws IOException {
            return exec(command, Map.of(), timeout);
        }

        @Override
        public Process exec(String command, Map<String, String> environment, int timeout) throws IOException {
            ProcessBuilder builder = InheritedEnvironment.newChild(
                    commandLine(uri, command, !environment.isEmpty()).toArray(String[]::new));
            builder.directory(folder).environment().putAll(environment);
            // No person is there to type a passphrase, and no window shall ask for one.
            builder.environment().put("SSH_ASKPASS_REQUIRE", "never");
            try {
                return new ProcessTree(ChildProgram.start(builder));
            } catch (IOException unstarted) {
                throw newMissingError(setting, program.get(0), String.valueOf(unstarted.getMessage()));
            }
        }

        @Override
        public void disconnect() {}
    }
}
