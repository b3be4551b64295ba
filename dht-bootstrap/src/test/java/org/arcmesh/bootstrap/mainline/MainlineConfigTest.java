package org.arcmesh.bootstrap.mainline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainlineConfigTest {
  private static final Endpoint LISTEN = new Endpoint("127.0.1.1", 6881);

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.1", "127.0.1.256", "::1", "127.0.1.1 "})
  void aPrivateNodeListensOnANumericAddressOnly(String host) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> MainlineConfig.privateNode(new Endpoint(host, 6881), List.of()));

    assertEquals("'" + host + "' is no numeric IPv4 address", refused.getMessage());
  }

  @Test
  void aPrivateNodeAsksNoDnsForItsBootstrapAddresses() {
    List<Endpoint> named = List.of(new Endpoint("dht.example", 6881));

    assertThrows(IllegalArgumentException.class, () -> MainlineConfig.privateNode(LISTEN, named));
  }

  @Test
  void aPublicNodeMayBeginWithNames() {
    MainlineConfig config = MainlineConfig.publicNode(6881, MainlineConfig.PUBLIC_ROUTERS);

    assertEquals(MainlineConfig.PUBLIC_ROUTERS, config.bootstrap());
    assertFalse(config.isPrivate());
  }

  @Test
  void bootstrapAddressesAreBounded() {
    List<Endpoint> many = Collections.nCopies(17, LISTEN);

    assertThrows(IllegalArgumentException.class, () -> MainlineConfig.privateNode(LISTEN, many));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.1.1, 6881, true, false",
    "10.1.2.3, 6881, true, false",
    "192.168.1.1, 6881, true, false",
    "169.254.1.1, 6881, true, false",
    "8.8.4.4, 6881, true, true",
    "8.8.4.4, 0, false, false",
    "0.0.0.0, 6881, false, false",
    "0.1.2.3, 6881, false, false",
    "224.0.0.1, 6881, false, false",
    "255.255.255.255, 6881, false, false",
    "::1, 6881, false, false",
  })
  void onlyUnicastAddressesAreDialedAndInPublicOnlyGlobalOnes(
      String host, int port, boolean inPrivate, boolean inPublic) throws Exception {
    InetAddress address = InetAddress.getByName(host);

    assertEquals(inPrivate, Addresses.isDialable(address, port, true));
    assertEquals(inPublic, Addresses.isDialable(address, port, false));
  }

  @Test
  void aPeerAlwaysHasTheSameLoopbackAddress() {
    PeerId peer = PeerId.parse("00112233445566778899aabbccddeeff00112233");

    assertEquals("127.37.85.189", LoopbackAddress.of(peer));
    assertEquals("127.37.85.189", LoopbackAddress.of(peer));
  }

  @Test
  void loopbackAddressesOfManyPeersAreUsableAndSeldomTheSame() {
    Random random = new Random(1);
    Set<String> addresses = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      byte[] id = new byte[PeerId.SIZE];
      random.nextBytes(id);
      addresses.add(LoopbackAddress.of(PeerId.of(Bytes.wrap(id))));
    }

    assertTrue(addresses.size() > 995, "different: " + addresses.size());
    for (String address : addresses) {
      Addresses.requireNumeric(new Endpoint(address, 1));
      int last = Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
      assertTrue(last > 0 && last < 255, address);
      assertTrue(address.startsWith("127."), address);
    }
  }
}
