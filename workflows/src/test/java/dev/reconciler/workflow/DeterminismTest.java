package dev.reconciler.workflow;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.UUID;

/** Workflow code runs again from its history, and must do the same: nothing in it may depend on anything else. */
@AnalyzeClasses(
        packages = {"dev.reconciler.workflow", "dev.reconciler.contract", "dev.reconciler.model", "dev.reconciler.retry"
        },
        importOptions = ImportOption.DoNotIncludeTests.class)
class DeterminismTest {

    @ArchTest
    static final ArchRule noInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("java.io..")
                    .and(DescribedPredicate.not(nameMatching("java.io.(Serializable|ObjectStreamException)")))
                    .or(resideInAPackage("java.nio.."))
                    .or(resideInAPackage("java.net.."))
                    .or(resideInAPackage("org.eclipse.jgit.."))
                    .or(resideInAPackage("org.slf4j..")));

    @ArchTest
    static final ArchRule noThreads = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                    .or(JavaClass.Predicates.assignableTo(Thread.class))
                    .or(JavaClass.Predicates.assignableTo(ThreadLocal.class)));

    @ArchTest
    static final ArchRule noClock = noClasses()
            .should()
            .callMethodWhere(callsOf("java.time..", "now"))
            .orShould()
            .callMethodWhere(callsOf("java.lang", "currentTimeMillis"))
            .orShould()
            .callMethodWhere(callsOf("java.lang", "nanoTime"))
            .orShould()
            .dependOnClassesThat(nameMatching("java.util.(Date|Calendar|Timer)"));

    @ArchTest
    static final ArchRule noRandom = noClasses()
            .should()
            .callMethodWhere(callsOf("java.lang", "random"))
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callConstructor(java.util.Random.class)
            .orShould()
            .callConstructor(java.util.Random.class, long.class)
            .orShould()
            .dependOnClassesThat(nameMatching("java.security.SecureRandom"));

    @ArchTest
    static final ArchRule noEnvironment = noClasses()
            .should()
            .callMethodWhere(callsOf("java.lang", "getenv"))
            .orShould()
            .callMethodWhere(callsOf("java.lang", "getProperty"));

    @ArchTest
    static final ArchRule noSharedState = fields().that().areStatic().should().beFinal();

    private static DescribedPredicate<JavaAccess<?>> callsOf(String packages, String method) {
        return DescribedPredicate.describe(
                "of " + packages + " " + method,
                access -> access.getName().equals(method)
                        && resideInAPackage(packages).test(access.getTargetOwner()));
    }
}
