package org.arcmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.arcmesh.bootstrap.signaling.Contact;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ArcmeshTest {
  private final StringWriter err = new StringWriter();
  private final CommandLine arcmesh = Arcmesh.commandLine().setErr(new PrintWriter(err));

  @Test
  void readsEveryOptionOfANode() {
    NodeCommand node =
        parse(
            "node --app demo --listen 127.0.1.2:7000 --dht 127.0.1.1:6881,127.0.1.9:6881"
                + " --private-dht --contact ws://127.0.1.3:7000/ --contact 127.0.1.4:7000"
                + " --contact ws://127.0.1.5:7000/arcmesh --contact wss://example.org/arcmesh"
                + " --state /tmp/peer --volunteer --json-events");

    assertEquals("demo", node.peer.application.toString());
    assertEquals(Optional.of(Endpoint.parse("127.0.1.2:7000")), node.peer.listen());
    assertEquals(
        List.of(Endpoint.parse("127.0.1.1:6881"), Endpoint.parse("127.0.1.9:6881")), node.peer.dht);
    assertEquals(
        List.of(
            new Contact(Endpoint.parse("127.0.1.3:7000"), false),
            new Contact(Endpoint.parse("127.0.1.4:7000"), false),
            new Contact(Endpoint.parse("127.0.1.5:7000"), false),
            new Contact(Endpoint.parse("example.org:443"), true)),
        node.peer.contacts);
    assertEquals(Path.of("/tmp/peer"), node.peer.state);
    assertTrue(node.peer.privateDht && node.peer.volunteer && node.jsonEvents);
  }

  @Test
  void readsAnInfohashInPlaceOfAName() {
    NodeCommand node = parse("node --infohash 00112233445566778899aabbccddeeff00112233");

    assertEquals("00112233445566778899aabbccddeeff00112233", node.peer.application.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "node                                        | --app",
        "node --app a --infohash b                   | mutually exclusive",
        "node --infohash xyz --listen 127.0.1.2:7000 | 'xyz' is no infohash of 40 hex digits",
        "node --app demo --listen here               | 'here' is not HOST:PORT",
        "node --app demo --dht 127.0.1.1:99999       | port 99999",
        "node --app demo --contact http://x/         | is not ws://HOST:PORT",
        "node --app demo --contact ws://x:1:2        | 'ws://x:1:2' is not ws://HOST:PORT",
        "node --app demo --private-dht               | a private DHT needs the address",
        "node --app demo --no-dht                    | without a DHT a peer needs a contact",
        "node --app demo --no-dht --private-dht      | exclude each other",
        "node --app demo --no-dht --dht 127.0.0.1:1  | DHT nodes are given",
        "node --app demo --tls-cert c --tls-key k    | is for a peer that listens",
        "node --app demo --tls-cert cert.pem         | --tls-cert and --tls-key go together",
        "node --app demo --ports 7                   | '7' is no range of ports",
        "node --app demo --ice stun                  | 'stun' is no STUN or TURN URL",
        "node --app demo --bogus                     | --bogus",
        "dht                                         | --listen",
        "dht --listen localhost:6881                 | localhost",
        "bogus                                       | bogus",
        "\"\"                                        | node, chat, dht, doctor",
      })
  void refusesWrongUsageInOneLine(String arguments, String reason) {
    int status = arcmesh.execute(arguments.isBlank() ? new String[0] : arguments.split(" +"));

    assertEquals(Arcmesh.WRONG_USAGE, status);
    assertTrue(err.toString().contains(reason), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
  }

  private NodeCommand parse(String arguments) {
    CommandLine.ParseResult parsed = arcmesh.parseArgs(arguments.split(" "));
    return (NodeCommand) parsed.subcommand().commandSpec().userObject();
  }
}
