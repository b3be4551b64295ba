package org.arcmesh.sampling.repair;

import java.util.List;
import java.util.Objects;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Component;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;

/** The messages by which peers know their component and mend it. */
public sealed interface RepairMessage extends Message {
  MessageTable TABLE =
      new MessageTable(
          3,
          "repair",
          List.of(
              Beats.class,
              Nodes.class,
              Foreign.class,
              Reached.class,
              CountDigest.class,
              Count.class,
              Hello.class,
              Merged.class,
              Warning.class));

  /** Endpoints in one message. */
  int NODES_MAX = 8;

  /**
   * A sign of life of a peer with one of the smallest hashes.
   *
   * @param hash of the peer
   * @param number counts its beats; a greater one is newer
   * @param ageMillis how long ago the sender heard it, or what it heard was old: so nobody lives
   *     longer by being passed on
   */
  record Beat(long hash, long number, int ageMillis) {
    public Beat {
      if (hash < 0 || number < 0 || ageMillis < 0) {
        throw new IllegalArgumentException("a negative number in a beat");
      }
    }
  }

  /** The beats that are news; to a new neighbor, all. */
  record Beats(List<Beat> beats) implements RepairMessage {
    public Beats {
      beats = List.copyOf(beats);
      if (beats.size() > Component.MEMBERS_MAX) {
        throw new IllegalArgumentException(beats.size() + " beats in a message");
      }
    }
  }

  /** Signaling nodes that answered the sender, or somebody who told it. */
  record Nodes(List<Endpoint> endpoints) implements RepairMessage {
    public Nodes {
      endpoints = List.copyOf(endpoints);
      if (endpoints.size() > NODES_MAX) {
        throw new IllegalArgumentException(endpoints.size() + " endpoints in a message");
      }
    }
  }

  /**
   * There is another component of our application. Flooded in ours.
   *
   * @param endpoint where one of its signaling nodes is
   * @param component what that node signed
   * @param cut whether peers of it were found, and no link to them could be opened
   */
  record Foreign(Endpoint endpoint, Component component, boolean cut) implements RepairMessage {
    public Foreign {
      Objects.requireNonNull(endpoint);
      Objects.requireNonNull(component);
    }
  }

  /**
   * A peer of ours has a link into that foreign component. Flooded in ours.
   *
   * @param smallest its identity set when it was proven to exist
   */
  record Reached(List<Long> smallest) implements RepairMessage {
    public Reached {
      smallest = List.copyOf(smallest);
      requireSet(smallest);
    }
  }

  /** What the sender has counted so far; the receiver answers with its count if it differs. */
  record CountDigest(long epoch, long digest) implements RepairMessage {
    public CountDigest {
      requireEpoch(epoch);
    }
  }

  /** The sender has seen signs that the overlay has split. Not passed on. */
  record Warning() implements RepairMessage {}

  /**
   * The sender's count of the peers of its component.
   *
   * @param epoch in which it was begun
   * @param registers of a HyperLogLog, 5 bits each
   */
  record Count(long epoch, Bytes registers) implements RepairMessage {
    public Count {
      requireEpoch(epoch);
      if (registers.size() != Sketch.SIZE) {
        throw new IllegalArgumentException("a count of " + registers.size() + " bytes");
      }
    }
  }

  /**
   * What the sender believes of its component; over a link that no arc keeps open, and over which
   * nothing else of this protocol goes.
   */
  record Hello(Component component) implements RepairMessage {
    public Hello {
      Objects.requireNonNull(component);
    }
  }

  /**
   * The sender's component has become one with that one. Told to new neighbors for a while: they
   * may have been alone when it happened.
   *
   * @param smallest its identity set when it was proven to exist
   * @param ageMillis how long ago they became one
   */
  record Merged(List<Long> smallest, int ageMillis) implements RepairMessage {
    public Merged {
      smallest = List.copyOf(smallest);
      requireSet(smallest);
      if (ageMillis < 0) {
        throw new IllegalArgumentException("an age of " + ageMillis + " ms");
      }
    }
  }

  private static void requireSet(List<Long> smallest) {
    if (smallest.isEmpty() || smallest.size() > Component.MEMBERS_MAX) {
      throw new IllegalArgumentException("an identity set of " + smallest.size() + " members");
    }
  }

  private static void requireEpoch(long epoch) {
    if (epoch < 0 || epoch > 1L << 52) {
      throw new IllegalArgumentException("epoch " + epoch);
    }
  }
}
