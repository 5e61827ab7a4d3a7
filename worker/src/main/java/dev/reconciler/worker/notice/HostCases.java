package dev.reconciler.worker.notice;

import dev.reconciler.worker.notice.host.GoneHost;
import dev.reconciler.worker.notice.host.HostWatch;
import dev.reconciler.worker.notice.host.HostWatch.HostsSeen;
import dev.reconciler.worker.notice.message.CaseKind;
import dev.reconciler.workflow.host.HostListing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the cases of other hosts whose worker is gone. */
final class HostCases {
    private static final String PREFIX = CaseKind.HOST.wire() + "/";

    private final HostWatch watch;

    HostCases(HostWatch watch) {
        this.watch = watch;
    }

    /** @param known the ids of the cases of hosts that are not over yet */
    Situation find(Set<String> known, Instant now) {
        HostsSeen seen = watch.look(
                known.stream().map(id -> id.substring(PREFIX.length())).toList(), now);
        return new Situation(
                seen.gone().stream().map(HostCases::newCase).toList(),
                seen.undecided().stream().map(host -> PREFIX + host).collect(Collectors.toSet()));
    }

    private static FoundCase newCase(GoneHost host) {
        return new FoundCase(
                PREFIX + host.name(),
                CaseKind.HOST,
                "The worker of host " + host.name() + " is gone",
                "It asks for no work: the runs of its " + count(host.repositories())
                        + " wait until it is back. Look whether the machine and the worker run. Where the host is gone for"
                        + " good, retire it: temporal workflow terminate --workflow-id "
                        + HostListing.workflowId(host.name()),
                List.of(),
                host.since(),
                false);
    }

    private static String count(int repositories) {
        return repositories == 1 ? "repository" : repositories + " repositories";
    }
}
