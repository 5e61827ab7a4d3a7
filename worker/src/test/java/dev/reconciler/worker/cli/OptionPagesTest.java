package dev.reconciler.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.cli.options.CommandContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Whatever option a command has, a page names it. */
class OptionPagesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

    @Test
    void eachOptionOfACommandIsOnAPage() throws IOException {
        PrintWriter unread = new PrintWriter(new StringWriter());
        CommandLine line = Main.newCommandLine(CommandContext.ofThisProcess(), new FakeOperations(), unread, unread);
        List<String> options = line.getSubcommands().values().stream()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(OptionSpec::longestName)
                .distinct()
                .toList();

        assertThat(options).hasSizeGreaterThan(10).isSubsetOf(namedOptions());
    }

    private static Set<String> namedOptions() throws IOException {
        StringBuilder text = new StringBuilder(Files.readString(ROOT.resolve("README.md")));
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            for (Path page :
                    pages.filter(each -> each.toString().endsWith(".md")).toList()) {
                text.append(Files.readString(page));
            }
        }
        return OPTION.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
