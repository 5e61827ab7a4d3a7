package dev.reconciler.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
    private record Line(String text, @Nullable String absent, int count) {}

    private static final class WithoutJson {}

    @Test
    void aRecordIsOneLineInTheOrderOfItsComponentsWithNulls() {
        assertThat(Json.write(new Line("two\nlines", null, 3)))
                .isEqualTo("{\"text\":\"two\\nlines\",\"absent\":null,\"count\":3}");
    }

    @Test
    void aMapIsInTheOrderOfItsKeys() {
        Map<String, Integer> unordered = new LinkedHashMap<>();
        unordered.put("b", 2);
        unordered.put("a", 1);

        assertThat(Json.write(unordered)).isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void aValueWithoutJsonIsADefect() {
        assertThatThrownBy(() -> Json.write(new WithoutJson())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whiteSpaceMayFollowAValueAndNothingElse() throws IOException {
        assertThat(Json.read(bytes("{\"a\":1} \n")).get("a").intValue()).isEqualTo(1);

        assertThatThrownBy(() -> Json.read(bytes("{} {}"))).isInstanceOf(JsonProcessingException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
