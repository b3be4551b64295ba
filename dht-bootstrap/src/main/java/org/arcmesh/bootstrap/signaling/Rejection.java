package org.arcmesh.bootstrap.signaling;

import java.util.Locale;

/** Why a dial came to nothing, or a node turned somebody away. PROTOCOLS 7, "Reject". */
public enum Rejection {
  /** Nobody accepts connections there, or the name means nothing. */
  UNREACHABLE,
  /** No answer in time. */
  TIMEOUT,
  /** BitTorrent, or whatever else is no WebSocket of ours. */
  OTHER_PROTOCOL,
  /** A frame that says nothing in our protocol, or nothing that belongs here. */
  MALFORMED,
  /** A frame larger than frames are. */
  OVERSIZE,
  /** Not signed by the key it names, or not over our nonce, address and application. */
  SIGNATURE,
  /** A clock more than five minutes away from ours. */
  CLOCK,
  /** Another application's overlay. */
  APPLICATION,
  /** The address dialed is not the node's: somebody passes the node's words on. */
  ADDRESS,
  /** A private or impossible host, where only public ones make sense. */
  PRIVATE_HOST,
  /** It is ourselves. */
  SELF,
  /** It failed not long ago. */
  BLOCKED,
  /** Enough dials for one join. */
  DIAL_LIMIT,
  /** The asker already has a link to the node. */
  NEIGHBOR,
  /** The asker is already a guest of the node, through another socket. */
  GUEST,
  /** As many guests, sockets or hellos as there may be. */
  FULL,
  /** More messages than anybody has to say. */
  RATE,
  /** Over TLS, and nothing that proves the name of the host. */
  CERTIFICATE,
  /** Another version of what is said at doors. */
  VERSION,
  /** It stops being a signaling node, and has said which others there are. */
  RETIRING,
  /** Nothing said for too long. */
  IDLE,
  /** The testbed cuts discovery here. */
  CUT,
  /** The other side, or we ourselves, hung up before there was an answer. */
  HUNG_UP,
  /** A node said no, for a reason we do not know. */
  UNWELCOME,
  /** One of the two sides does not know the secret of the other's overlay. */
  SECRET,
  /** A key of small order, under which anybody can sign anything. */
  KEY,
  /** Port 0, which nobody can be at. */
  PORT;

  /** The name in lower case with hyphens: for the wire, reports and people. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The rejection with this word; {@link #UNWELCOME} if there is none. */
  static Rejection ofWord(String word) {
    for (Rejection rejection : values()) {
      if (rejection.word().equals(word)) {
        return rejection;
      }
    }
    return UNWELCOME;
  }
}
