package org.arcmesh.bootstrap.mainline;

import java.util.List;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;

/**
 * What a node answers to get_peers or find_node (BEP 5).
 *
 * @param id its own id
 * @param nearer nodes it knows near the target
 * @param values endpoints announced under the target
 * @param token what an announce to it has to carry; empty if it gave none
 * @param portless how many of its values have port 0, and are not in {@code values}
 */
record Answer(Bytes id, List<Contact> nearer, List<Endpoint> values, Bytes token, int portless) {
  /** Nodes taken from one answer. BEP 5 says 8; some implementations send 20. */
  static final int NEARER_MAX = 32;

  /** Endpoints taken from one answer: mldht sends 50, others what fits a packet. */
  static final int VALUES_MAX = 100;

  /** A longer token is taken for none: an announce has to carry it in one packet. */
  static final int TOKEN_BYTES_MAX = 256;

  Answer(Bytes id, List<Contact> nearer, List<Endpoint> values, Bytes token) {
    this(id, nearer, values, token, 0);
  }

  Answer {
    if (id.size() != Contact.ID_BYTES) {
      throw new IllegalArgumentException("the id of a node has 20 bytes, not " + id.size());
    }
    nearer = List.copyOf(nearer.subList(0, Math.min(nearer.size(), NEARER_MAX)));
    values = List.copyOf(values.subList(0, Math.min(values.size(), VALUES_MAX)));
    token = token.size() <= TOKEN_BYTES_MAX ? token : Bytes.EMPTY;
  }
}
