package org.arcmesh.core;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * How the messages of one protocol are numbered on the wire.
 *
 * <p>The number of a message is its place in {@code types}. Messages are only ever appended, so a
 * number once given keeps its meaning; {@code docs/WIRE.md} lists all of them.
 *
 * @param protocol number of the protocol, 1 to 255, unique in a peer
 * @param name of the protocol, for people
 * @param types the record classes, in the order in which they were added
 */
public record MessageTable(int protocol, String name, List<Class<? extends Message>> types) {
  public MessageTable {
    types = List.copyOf(types);
    if (protocol < 1 || protocol > 255) {
      throw new IllegalArgumentException("protocol number " + protocol + " is not within 1..255");
    }
    if (types.size() > 256 || new LinkedHashSet<>(types).size() != types.size()) {
      throw new IllegalArgumentException(
          "protocol " + name + " lists a message twice, or over 256");
    }
  }
}
