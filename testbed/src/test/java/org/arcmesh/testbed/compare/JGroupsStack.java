package org.arcmesh.testbed.compare;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jgroups.JChannel;
import org.jgroups.PhysicalAddress;
import org.jgroups.conf.ConfiguratorFactory;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.conf.ProtocolStackConfigurator;
import org.jgroups.logging.LogFactory;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.VERIFY_SUSPECT2;

/**
 * The protocols of a member: {@code tcp.xml} as it ships with JGroups, {@code DISCARD} above the
 * transport, and some attributes changed.
 *
 * @param name for a table
 * @param attributes by protocol and name, in the place of those that ship
 */
record JGroupsStack(String name, Map<String, Map<String, String>> attributes) {
  private static final String SHIPPED = "tcp.xml";

  /** What many members on one machine need; no time is among it. */
  private static final Map<String, Map<String, String>> ON_ONE_MACHINE =
      Map.of(
          "TCP", Map.of("bind_addr", "127.0.0.1", "diag.enabled", "false"),
          "TCPPING", Map.of("initial_hosts", "", "port_range", "0"),
          "FD_SOCK2", Map.of("bind_addr", "127.0.0.1", "port_range", "50"),
          "pbcast.GMS", Map.of("print_local_addr", "false"));

  static {
    // Each member would tell of each frame from beyond the cut, and of each socket that closes.
    LogFactory.useNoopLogger(true);
  }

  static final JGroupsStack AS_SHIPPED = new JGroupsStack("tcp.xml as it ships", Map.of());

  /** Heartbeats, and the word of one's view, once a second, as in Arcmesh's scenarios. */
  static final JGroupsStack EVERY_SECOND =
      new JGroupsStack(
          "once a second",
          Map.of(
              "FD_ALL3", Map.of("timeout", "3s", "interval", "1s"),
              "MERGE3", Map.of("min_interval", "500ms", "max_interval", "1s")));

  JGroupsStack {
    attributes = Map.copyOf(attributes);
  }

  /** A member that is not connected yet. */
  JChannel open(String member) throws Exception {
    ProtocolStackConfigurator shipped = ConfiguratorFactory.getStackConfigurator(SHIPPED);
    List<ProtocolConfiguration> protocols = shipped.getProtocolStack();
    Map<String, Map<String, String>> changes = new LinkedHashMap<>(ON_ONE_MACHINE);
    changes.putAll(attributes);
    for (Map.Entry<String, Map<String, String>> change : changes.entrySet()) {
      protocols.stream()
          .filter(protocol -> protocol.getProtocolName().equals(change.getKey()))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no protocol " + change.getKey()))
          .getProperties()
          .putAll(change.getValue());
    }
    protocols.add(1, new ProtocolConfiguration("DISCARD", Map.of()));
    JChannel channel = new JChannel(shipped).name(member);
    // Any free port. The file could not say so: JGroups wants the ports in a list beforehand.
    channel.getProtocolStack().getTransport().setBindPort(0);
    return channel;
  }

  /** Where a member asks for others; discovery in {@code tcp.xml} is a list of addresses. */
  static void tell(JChannel member, Collection<PhysicalAddress> others) {
    TCPPING discovery = member.getProtocolStack().findProtocol(TCPPING.class);
    discovery.setInitialHosts2(others);
  }

  static DISCARD discard(JChannel member) {
    return member.getProtocolStack().findProtocol(DISCARD.class);
  }

  /** The times that detection and merge depend on, as the protocols of a member have them. */
  String settings() throws Exception {
    try (JChannel member = open("settings")) {
      MERGE3 merge = member.getProtocolStack().findProtocol(MERGE3.class);
      FD_ALL3 heartbeats = member.getProtocolStack().findProtocol(FD_ALL3.class);
      VERIFY_SUSPECT2 verify = member.getProtocolStack().findProtocol(VERIFY_SUSPECT2.class);
      return String.format(
          "FD_ALL3 every %s, timeout %s; VERIFY_SUSPECT2 %s; MERGE3 %s to %s, check every %s",
          seconds(heartbeats.getInterval()),
          seconds(heartbeats.getTimeout()),
          seconds(verify.getTimeout()),
          seconds(merge.getMinInterval()),
          seconds(merge.getMaxInterval()),
          seconds(merge.getCheckInterval()));
    }
  }

  private static String seconds(long millis) {
    return (millis % 1000 == 0 ? String.valueOf(millis / 1000) : String.valueOf(millis / 1e3))
        + " s";
  }
}
