package org.arcmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.Test;

class NetworkCheckTest {
  @Test
  void saysWhatIsWrongWithTheNetworkAndWhatToDo() {
    Finding finding =
        NetworkCheck.interfaces(Optional.of("only loopback; give an interface an address"));

    assertEquals("missing  only loopback -> give an interface an address", finding.line());
  }

  @Test
  void isContentWithANetworkWithoutAProblem() {
    assertTrue(NetworkCheck.interfaces(Optional.empty()).fine());
  }

  @Test
  void namesThePortThatIsUsed() throws IOException {
    try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finding finding = NetworkCheck.port(new Endpoint("127.0.0.1", used.getLocalPort()));

      assertFalse(finding.fine());
      assertTrue(
          finding.what().startsWith("TCP port 127.0.0.1:" + used.getLocalPort()), finding::what);
    }
  }
}
