package dev.reconciler.worker.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.json.Json;
import dev.reconciler.worker.config.DurationFormat;
import java.io.IOException;
import java.time.Duration;

/** The body of a request for a lease: {@code {"ttl":"30s"}}, or nothing. */
final class LeaseRequest {
    private static final Duration USUAL = Duration.ofSeconds(30);

    private LeaseRequest() {}

    /**
     * Reads how long the lease is to count.
     *
     * @throws RequestProblemException if the body is something else, or the time is too long (400)
     */
    static Duration readTime(byte[] body) {
        if (body.length == 0) {
            return USUAL;
        }
        JsonNode object = readObject(body);
        object.fieldNames().forEachRemaining(name -> {
            if (!name.equals("ttl")) {
                throw new RequestProblemException(400, "unknown member '" + name + "' (expected: ttl)");
            }
        });
        JsonNode ttl = object.get("ttl");
        return ttl == null ? USUAL : parseTime(ttl);
    }

    private static JsonNode readObject(byte[] body) {
        try {
            JsonNode object = Json.read(body);
            if (object.isObject()) {
                return object;
            }
        } catch (IOException noJson) {
            throw new RequestProblemException(400, "the body is no JSON (expected: {\"ttl\":\"30s\"}, or no body)");
        }
        throw new RequestProblemException(400, "the body is no object (expected: {\"ttl\":\"30s\"}, or no body)");
    }

    private static Duration parseTime(JsonNode ttl) {
        try {
            Duration time = DurationFormat.parse(ttl.isTextual() ? ttl.textValue() : ttl.toString());
            if (time.compareTo(Leases.LONGEST) <= 0) {
                return time;
            }
            throw new RequestProblemException(400, "ttl: '" + ttl.textValue() + "' (expected: at most 10m)");
        } catch (IllegalArgumentException wrong) {
            throw new RequestProblemException(400, "ttl: " + wrong.getMessage());
        }
    }
}
