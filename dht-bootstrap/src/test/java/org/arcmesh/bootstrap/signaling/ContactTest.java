package org.arcmesh.bootstrap.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.Test;

class ContactTest {
  @Test
  void readsContactsAsUsersWriteThem() {
    Endpoint endpoint = new Endpoint("node.example", 7000);
    Contact plain = new Contact(endpoint, false);

    assertEquals(plain, Contact.parse("ws://node.example:7000/arcmesh"));
    assertEquals(plain, Contact.parse("ws://node.example:7000"));
    assertEquals(plain, Contact.parse("node.example:7000"));
    assertEquals(new Contact(endpoint, true), Contact.parse("wss://node.example:7000/arcmesh"));
    assertEquals(
        new Contact(new Endpoint("node.example", 443), true), Contact.parse("wss://node.example/"));
    assertEquals(new Contact(new Endpoint("::1", 7), false), Contact.parse("ws://[::1]:7/arcmesh"));
  }

  @Test
  void writesThemAsItReadsThem() {
    for (String url : new String[] {"ws://[::1]:7", "wss://node.example:443"}) {
      assertEquals(url, Contact.parse(url).toString());
    }
  }

  @Test
  void refusesWhatIsNone() {
    for (String text : new String[] {"http://x/y", "ws://x", "wss://", "wss://a:b:c", ""}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Contact.parse(text)).getMessage();
      assertTrue(message.contains("'" + text + "'"), message);
    }
  }
}
