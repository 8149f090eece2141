package dev.orrery.apigateway.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
  @Test
  void readsWhatTheStandardAllows() throws JsonException {
    for (String text :
        List.of(
            "{}", "[]", "[1,-0.5e+3,true,false,null]", "{\"a\":{\"b\":[\"\"]}}", "\"\\u00e9\"")) {
      assertThat(JsonReader.read(text)).isNotNull();
    }
    assertThat(JsonReader.read(" {\"a\" : [ 1 , \"x\\n\\ud83d\\ude00\" ] } ").toString())
        .isEqualTo("{\"a\":[1, \"x\\u000a\ud83d\ude00\"]}");
  }

  @Test
  void refusesWhatItForbids() {
    for (String text :
        List.of(
            "", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "01", "1.", ".5", "+1", "1e", "NaN",
            "nul", "\"\t\"", "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "1 2",
            "// c\n1", "{\"a\":1,\"a\":2}", "[".repeat(65) + "]".repeat(65))) {
      assertThatThrownBy(() -> JsonReader.read(text)).as(text).isInstanceOf(JsonException.class);
    }
    assertThatThrownBy(() -> JsonReader.read(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("UTF-8");
  }
}
