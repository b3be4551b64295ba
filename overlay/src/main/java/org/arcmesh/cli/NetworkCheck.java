package org.arcmesh.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.arcmesh.core.Endpoint;

/** Whether this machine's network is one that peers can use. */
final class NetworkCheck {
  private NetworkCheck() {}

  /**
   * Whether there is a network that WebRTC connects over.
   *
   * @param problem what is wrong with the interfaces, and what to do about it after a semicolon
   */
  static Finding interfaces(Optional<String> problem) {
    return problem
        .map(
            text -> {
              int remedy = text.lastIndexOf(';');
              return remedy < 0
                  ? Finding.lacking(text, "see 'ip address'")
                  : Finding.lacking(text.substring(0, remedy), text.substring(remedy + 1).strip());
            })
        .orElseGet(() -> Finding.fine("a network interface beside lo"));
  }

  /** Whether a peer could listen at {@code endpoint}: TCP for newcomers, UDP for the DHT. */
  static Finding port(Endpoint endpoint) {
    InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
    String protocol = "TCP";
    try (ServerSocket tcp = new ServerSocket()) {
      tcp.bind(address);
      protocol = "UDP";
      new DatagramSocket(address).close();
      return Finding.fine("TCP and UDP port " + endpoint + " are free");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.lacking(
          protocol + " port " + endpoint + " cannot be opened (" + e.getMessage() + ")",
          "choose another port, or an address of this machine");
    }
  }
}
