package dev.reconciler.worker.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.json.Json;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON object in the body of a request, which is read only after its sender was found genuine. */
final class WebhookPayload {
    private static final String HEADS = "refs/heads/";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FIELD = "payload=";
    private static final Pattern SHA_1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern ZEROS = Pattern.compile("0+");

    private final JsonNode root;

    private WebhookPayload(JsonNode root) {
        this.root = root;
    }

    /**
     * Parses a body: the object itself, or a form that has it in its field {@code payload}, which is what GitHub sends
     * unless a person chooses.
     *
     * @throws RequestRefusedException if the body is no JSON object: with status 415 where the content type is not one
     *     of JSON and no form, otherwise with status 400
     */
    static WebhookPayload read(RequestHeaders headers, byte[] body) {
        String type =
                Objects.requireNonNullElse(headers.get("Content-Type"), "json").toLowerCase(Locale.ROOT);
        try {
            // What begins as an object is one, whatever its sender calls it: curl calls it a form.
            JsonNode root = Json.read(type.startsWith(FORM) && !isObject(body) ? findField(body) : body);
            if (root.isObject()) {
                return new WebhookPayload(root);
            }
            throw new RequestRefusedException(400, "the body is JSON, but no object (expected: {…})");
        } catch (JsonProcessingException malformed) {
            throw type.contains("json") || type.startsWith(FORM)
                    ? newMalformedError(malformed)
                    : newNotJsonError(headers);
        } catch (IOException unreadable) {
            throw new RequestRefusedException(400, "the body is in no encoding of JSON (expected: UTF-8)");
        }
    }

    private static boolean isObject(byte[] body) {
        return new String(body, 0, Math.min(body.length, 1_024), StandardCharsets.UTF_8)
                .stripLeading()
                .startsWith("{");
    }

    private static byte[] findField(byte[] form) {
        try {
            for (String field : new String(form, StandardCharsets.UTF_8).split("&", -1)) {
                if (field.startsWith(FIELD)) {
                    return URLDecoder.decode(field.substring(FIELD.length()), StandardCharsets.UTF_8)
                            .getBytes(StandardCharsets.UTF_8);
                }
            }
        } catch (IllegalArgumentException malformed) {
            throw new RequestRefusedException(400, "the form has a percent sign without two hexadecimal digits");
        }
        throw new RequestRefusedException(400, "the form has no field payload (expected: an object of JSON in it)");
    }

    private static RequestRefusedException newMalformedError(JsonProcessingException error) {
        var place = error.getLocation();
        String where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        return new RequestRefusedException(400, "the body is no JSON" + where + " (expected: an object)");
    }

    private static RequestRefusedException newNotJsonError(RequestHeaders headers) {
        return new RequestRefusedException(
                415, "the body is " + headers.get("Content-Type") + " (expected: Content-Type: application/json)");
    }

    /**
     * The text at a path such as {@code /project/git_ssh_url}; null where the payload has no text there, or a blank
     * one.
     */
    @Nullable
    String textAt(String path) {
        JsonNode node = root.at(path);
        return node.isTextual() && !node.textValue().isBlank() ? node.textValue() : null;
    }

    /** The texts at those of the paths that have one, in the order of the paths. */
    List<String> textsAt(String... paths) {
        List<String> texts = new ArrayList<>();
        for (String path : paths) {
            String text = textAt(path);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /**
     * The text at a path.
     *
     * @throws RequestRefusedException if the payload has no text there
     */
    String requireText(String path) {
        String text = textAt(path);
        if (text == null) {
            throw new RequestRefusedException(400, path.substring(1) + " is missing (expected: a text)");
        }
        return text;
    }

    /**
     * Reads the members that every forge sends alike for a push: {@code ref}, {@code before} and {@code after}.
     *
     * @param urls the paths of the repository's URLs, which differ from forge to forge
     * @throws RequestRefusedException if {@code ref} or {@code after} is absent
     */
    ForgeEvent readPush(String... urls) {
        String ref = requireText("/ref");
        if (!ref.startsWith(HEADS)) {
            return new ForgeEvent.IgnoredEvent(ref + " is no branch");
        }
        String branch = ref.substring(HEADS.length());
        String after = requireText("/after");
        // Zeros stand for no commit: a push that deletes a branch has them as its new commit.
        if (ZEROS.matcher(after).matches()) {
            return new ForgeEvent.IgnoredEvent("branch " + branch + " was deleted");
        }
        return new ForgeEvent.PushEvent(branch, toCommit(textAt("/before")), toCommit(after), textsAt(urls));
    }

    /**
     * The commit of that name; null for the zeros that stand for no commit, and for a name that is not one of SHA-1.
     */
    static @Nullable CommitId toCommit(@Nullable String name) {
        return name == null
                        || !SHA_1.matcher(name).matches()
                        || ZEROS.matcher(name).matches()
                ? null
                : new CommitId(name);
    }
}
