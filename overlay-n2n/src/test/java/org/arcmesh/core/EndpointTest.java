package org.arcmesh.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:1", "node.example:65535", "[::1]:7000"})
  void readsWhatItPrints(String text) {
    assertEquals(text, Endpoint.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", ":1", "host:", "host:x", "a:1:2", "::1:7", "ws://h:1", "[]:1"})
  void refusesWhatIsNoHostAndPort(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text));

    assertEquals("'" + text + "' is not HOST:PORT", refused.getMessage());
  }

  @Test
  void namesAPortThatCannotBe() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Endpoint.parse("host:65536"));

    assertTrue(refused.getMessage().contains("port 65536"), refused::getMessage);
  }
}
