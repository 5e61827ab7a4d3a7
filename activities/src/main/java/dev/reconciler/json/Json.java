package dev.reconciler.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;

/** Reads and writes JSON. Safe for use by several threads. */
public final class Json {
    /** Keys of a map in their order, so that the same map is always the same text. */
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /**
     * Writes a value on one line, without a line end.
     *
     * @throws IllegalStateException if the value has no JSON, which is a defect of the program
     */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("a value that has no JSON: " + value, defect);
        }
    }

    /**
     * Makes a value of that type of what was read.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static <T> T convert(JsonNode read, Class<T> type) {
        try {
            return MAPPER.treeToValue(read, type);
        } catch (JsonProcessingException other) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + read, other);
        }
    }

    /**
     * Reads one value. Anything after the value but white space is an error.
     *
     * @throws JsonProcessingException if the text is no JSON
     * @throws IOException if the bytes are in no encoding of JSON
     */
    public static JsonNode read(byte[] text) throws IOException {
        return MAPPER.readTree(text);
    }
}
