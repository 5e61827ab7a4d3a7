package dev.reconciler.worker.tracing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A span as a collector receives it: OTLP's protobuf, read by the numbers of its fields.
 *
 * @param parent empty where it has none
 * @param attributes its own; of numbers their digits
 * @param links the span IDs of those that it links to
 * @param resource the attributes of the process
 */
record ReceivedSpan(
        String trace,
        String id,
        String parent,
        String name,
        Map<String, String> attributes,
        List<String> links,
        boolean isError,
        Map<String, String> resource) {

    static Stream<ReceivedSpan> read(byte[] body) throws IOException {
        return children(UnknownFieldSet.parseFrom(body), 1).flatMap(ofResource -> {
            Map<String, String> resource = children(ofResource, 1)
                    .map(it -> readAttributes(it, 1))
                    .findFirst()
                    .orElse(Map.of());
            return children(ofResource, 2).flatMap(scope -> children(scope, 2)).map(span -> of(span, resource));
        });
    }

    private static ReceivedSpan of(UnknownFieldSet span, Map<String, String> resource) {
        return new ReceivedSpan(
                readHex(span, 1),
                readHex(span, 2),
                readHex(span, 4),
                readText(span, 5),
                readAttributes(span, 9),
                children(span, 13).map(link -> readHex(link, 2)).toList(),
                children(span, 15)
                        .anyMatch(status -> status.getField(3).getVarintList().contains(2L)),
                resource);
    }

    private static Map<String, String> readAttributes(UnknownFieldSet message, int field) {
        Map<String, String> attributes = new LinkedHashMap<>();
        children(message, field).forEach(pair -> children(pair, 2).forEach(value -> {
            String number = value.getField(3).getVarintList().stream()
                    .map(String::valueOf)
                    .findFirst()
                    .orElse("");
            attributes.put(readText(pair, 1), value.hasField(1) ? readText(value, 1) : number);
        }));
        return attributes;
    }

    private static Stream<UnknownFieldSet> children(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream().map(bytes -> {
            try {
                return UnknownFieldSet.parseFrom(bytes);
            } catch (InvalidProtocolBufferException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String readHex(UnknownFieldSet message, int field) {
        return find(message, field)
                .map(bytes -> HexFormat.of().formatHex(bytes.toByteArray()))
                .orElse("");
    }

    private static String readText(UnknownFieldSet message, int field) {
        return find(message, field).map(ByteString::toStringUtf8).orElse("");
    }

    private static Optional<ByteString> find(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream().findFirst();
    }
}
