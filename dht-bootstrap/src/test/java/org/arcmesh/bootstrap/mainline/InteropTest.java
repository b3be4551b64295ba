package org.arcmesh.bootstrap.mainline;

import static org.arcmesh.bootstrap.mainline.PrivateNodes.at;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.endpoints;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.get;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.look;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A private DHT of our nodes and of {@code bittorrent-dht}, the DHT of WebTorrent, which no one
 * here wrote. Skipped, with a notice, where there is no Node.js or no npm that can install it.
 */
@Tag("live")
class InteropTest {
  private static final Bytes OURS = ApplicationKey.ofName("announced by arcmesh").bytes();
  private static final Bytes THEIRS = ApplicationKey.ofName("announced by webtorrent").bytes();

  @RegisterExtension private final PrivateNodes nodes = new PrivateNodes();

  @BeforeAll
  static void requireNode() throws Exception {
    Optional<String> problem = NpmNode.problem();
    problem.ifPresent(what -> System.out.println("NOTICE: no test beside bittorrent-dht: " + what));
    assumeTrue(problem.isEmpty(), () -> problem.orElse(""));
  }

  private NpmNode npm(Endpoint at, Endpoint... bootstrap) throws Exception {
    return nodes.opened(NpmNode.start(at, bootstrap));
  }

  @Test
  void withOneOfOursAsBootstrapEachReadsWhatTheOtherAnnounces() throws Exception {
    PrivateDht dht = nodes.dht(21, 3);
    NpmNode first = npm(at(21, 50), dht.bootstrap());
    NpmNode second = npm(at(21, 51), dht.bootstrap());

    assertReadBothWays(dht.nodes().get(2), first, second);
  }

  @Test
  void withOneOfTheirsAsBootstrapEachReadsWhatTheOtherAnnounces() throws Exception {
    NpmNode bootstrap = npm(at(22, 50));
    NpmNode second = npm(at(22, 51), bootstrap.endpoint());
    Mainline ours = nodes.node(at(22, 1), bootstrap.endpoint());
    Mainline fellow = nodes.node(at(22, 2), bootstrap.endpoint());
    assertTrue(get(ours.joined()) > 0 && get(fellow.joined()) > 0);

    assertReadBothWays(ours, bootstrap, second);
    assertEquals(
        List.of(new Endpoint(ours.localEndpoint().host(), 7000)), endpoints(look(fellow, OURS)));
  }

  private static void assertReadBothWays(Mainline ours, NpmNode announcing, NpmNode reading)
      throws Exception {
    announcing.announce(THEIRS, 7100);
    assertTrue(get(ours.announce(OURS, 7000)) > 0);

    assertEquals(
        List.of(new Endpoint(announcing.endpoint().host(), 7100)), endpoints(look(ours, THEIRS)));
    reading.awaitFound(OURS, new Endpoint(ours.localEndpoint().host(), 7000));
  }
}
