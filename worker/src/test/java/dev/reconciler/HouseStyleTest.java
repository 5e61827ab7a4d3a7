package dev.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a reader relies on in the whole tree: names that say what they are, and algorithms that are explained. */
@Tag("slow")
class HouseStyleTest {
    private static final Path GIT = Path.of("../activities/src/main/java/dev/reconciler/git");
    private static final List<Path> SOURCES = Stream.of("client", "workflows", "activities", "worker")
            .map(module -> Path.of("..", module, "src/main/java"))
            .toList();
    private static final Pattern LINK = Pattern.compile("\\{@link[\\s*]+(dev\\.reconciler[\\w.]*\\w)");
    private static final Pattern END_BY_THE_HOSTS_CLOCK = Pattern.compile("= Instant\\.now\\(\\)\\.plus\\(");
    private static final int COMMENTS_PER_THOUSAND_LINES = 15;
    private static final double ONE_WORD_NAMES = 0.25;

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        // The libraries' classes are not looked at here, and reading them takes most of the time.
        classes = ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(new ArchitectureTest.WithoutTestJars())
                    .importPackages("dev.reconciler");
        });
    }

    @Test
    void aTypeNameStandsOnceInTheTree() {
        Map<String, List<String>> named = classes.stream()
                .filter(type -> !type.isAnonymousClass() && !type.isArray())
                .filter(type ->
                        !type.getSimpleName().isEmpty() && !type.getName().matches(".*\\$\\d.*"))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        named.values().removeIf(types -> types.size() == 1);

        assertThat(named).isEmpty();
    }

    @Test
    void privateMethodsSayVerbAndObject() {
        List<JavaMethod> methods = classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PRIVATE))
                .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(method -> !method.getRawParameterTypes().isEmpty())
                .toList();
        List<String> oneWord = methods.stream()
                .filter(method -> method.getName().chars().noneMatch(Character::isUpperCase))
                .map(JavaMethod::getFullName)
                .toList();

        assertThat(methods).hasSizeGreaterThan(100);
        assertThat(oneWord.size() / (double) methods.size())
                .as(oneWord.toString())
                .isLessThan(ONE_WORD_NAMES);
    }

    @Test
    void algorithmsAreExplainedWhereTheyRun() throws IOException {
        List<String> lines;
        try (Stream<Path> files = Files.walk(GIT)) {
            lines = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(HouseStyleTest::read)
                    .map(String::strip)
                    .toList();
        }
        long comments = lines.stream().filter(line -> line.startsWith("//")).count();

        assertThat(lines).hasSizeGreaterThan(1_000);
        assertThat(comments * 1_000 / lines.size()).isGreaterThanOrEqualTo(COMMENTS_PER_THOUSAND_LINES);
    }

    /** Nothing compiles Javadoc: a class that has another name now would keep its old one there. */
    @Test
    void aLinkByAFullNameLeadsToAClassOrAPackageThatIsThere() {
        Set<String> names = SOURCES.stream()
                .flatMap(root -> walk(root).map(path -> root.relativize(path).toString()))
                .map(path -> path.replace(".java", "").replace('/', '.'))
                .collect(Collectors.toSet());
        List<String> linked = SOURCES.stream()
                .flatMap(HouseStyleTest::walk)
                .filter(Files::isRegularFile)
                .flatMap(file -> LINK.matcher(read(file).collect(Collectors.joining("\n")))
                        .results())
                .map(link -> link.group(1))
                .toList();

        assertThat(linked).hasSizeGreaterThan(100).isSubsetOf(names);
    }

    /** Where the clock of the host is set back by an hour, such a wait of seconds takes an hour. */
    @Test
    void aWaitEndsByAClockThatOnlyRunsOn() {
        List<String> ends = SOURCES.stream()
                .flatMap(HouseStyleTest::walk)
                .filter(Files::isRegularFile)
                .flatMap(file -> read(file)
                        .filter(line -> END_BY_THE_HOSTS_CLOCK.matcher(line).find())
                        .map(line -> file.getFileName() + ": " + line.strip()))
                .toList();

        assertThat(ends).isEmpty();
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> read(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
