package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.HostPort;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthRoutesTest extends EndpointFixture {
    private static final RepositoryId ONE = new RepositoryId("one");
    private static final RepositoryId TWO = new RepositoryId("two");
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);

    private final Readiness readiness = new Readiness(List.of(ONE, TWO));

    @BeforeEach
    void listen() {
        serve(ANY, new HealthRoutes(readiness));
    }

    @Test
    void theProcessLivesFromTheBeginning() throws Exception {
        Received live = get("/health/live");

        assertThat(live.status()).isEqualTo(200);
        assertThat(live.body()).hasToString("{\"live\":true}");
    }

    @Test
    void theHostIsReadyOnceTemporalAnswersAndEachBootRunIsOver() throws Exception {
        assertThat(get("/health/ready").status()).isEqualTo(503);
        readiness.temporalReached();
        readiness.bootRunEnded(ONE);
        assertThat(get("/health/ready").body())
                .hasToString(
                        "{\"ready\":false,\"reasons\":[\"the boot run of two has no outcome yet\"],\"degraded\":{},\"degradedTotal\":0}");

        readiness.bootRunEnded(TWO);

        Received ready = get("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body()).hasToString("{\"ready\":true,\"reasons\":[],\"degraded\":{},\"degradedTotal\":0}");
    }

    @Test
    void aDegradedRepositoryIsNamedAndTheHostIsReady() throws Exception {
        readiness.temporalReached();
        readiness.bootRunEnded(ONE);
        readiness.bootRunDegraded(TWO, "its remote does not answer");

        Received ready = get("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body().get("degraded")).hasToString("{\"two\":\"its remote does not answer\"}");

        readiness.bootRunEnded(TWO);
        assertThat(get("/health/ready").body().get("degraded")).isEmpty();
    }

    @Test
    void ofThousandsTwentyAreNamedAndTheOthersCounted() throws Exception {
        List<RepositoryId> many = IntStream.range(0, 10_000)
                .mapToObj(number -> new RepositoryId("r" + number))
                .toList();
        Readiness host = new Readiness(many);
        serve(ANY, new HealthRoutes(host));
        host.temporalReached();

        List<String> reasons = host.report().reasons();
        assertThat(reasons)
                .hasSize(21)
                .startsWith("the boot run of r0 has no outcome yet")
                .endsWith("the boot runs of 9980 more repositories have no outcome yet");
        assertThat(get("/health/ready").body().toString()).hasSizeLessThan(2_000);

        many.forEach(each -> host.bootRunDegraded(each, "its run is not requested yet"));
        host.bootRunDegraded(many.get(5), "its remote does not answer");

        Received ready = get("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body().get("degradedTotal")).hasToString("10000");
        assertThat(ready.body().get("degraded")).hasSize(20);
        assertThat(ready.body().get("degraded").get("r5")).hasToString("\"its remote does not answer\"");
    }

    @Test
    void theHostIsNotReadyWhileTemporalIsAway() throws Exception {
        readiness.bootRunEnded(ONE);
        readiness.bootRunEnded(TWO);
        readiness.temporalReached();
        readiness.temporalUnreachable("127.0.0.1:7233 does not answer");

        Received ready = get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body().get("reasons")).hasToString("[\"127.0.0.1:7233 does not answer\"]");
        assertThat(get("/health/live").status()).isEqualTo(200);
    }

    private Received get(String path) throws Exception {
        return send(request(path).GET().build());
    }
}
