package org.arcmesh.broadcast.linkstate;

import org.arcmesh.broadcast.tree.Graph;

/**
 * What all records of a picture claim, as numbers side by side. Every peer looks at every claim
 * whenever its picture has changed, so a record is read once, and what belongs together lies
 * together.
 */
final class Claims {
  /**
   * Of more peers than these whose ids begin alike the others are made up: of overlays of 20,000
   * not one in a million has three. Otherwise 10,000 of one beginning that claim 10,000 of another
   * would be a hundred million links.
   */
  static final int ALIKE_MAX = 4;

  /** The ids of the peers, cut to four bytes, ascending; some may be alike. */
  private final int[] ids;

  /** Where ids start that begin with certain bits, and at the end how many there are. */
  private final int[] heads;

  private final int headShift;

  /** Where the claims of a peer start; they end where those of the next one start. */
  private final int[] starts;

  private final int[] ends;
  private final int[] roundTrips;
  private final boolean[] returned;

  /**
   * @param records in the order of their origins
   */
  Claims(LinkRecord[] records) {
    int size = records.length;
    ids = new int[size];
    starts = new int[size + 1];
    for (int peer = 0; peer < size; peer++) {
      ids[peer] = LinkRecord.shortOf(records[peer].origin());
      starts[peer + 1] = starts[peer] + records[peer].size();
    }
    ends = new int[starts[size]];
    roundTrips = new int[starts[size]];
    returned = new boolean[starts[size]];
    for (int peer = 0; peer < size; peer++) {
      for (int claim = 0; claim < records[peer].size(); claim++) {
        ends[starts[peer] + claim] = records[peer].peer(claim);
        roundTrips[starts[peer] + claim] = records[peer].roundTripMillis(claim);
      }
    }
    int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(size));
    headShift = 32 - bits;
    heads = new int[(1 << bits) + 1];
    for (int id : ids) {
      heads[(id >>> headShift) + 1]++;
    }
    for (int head = 1; head < heads.length; head++) {
      heads[head] += heads[head - 1];
    }
  }

  /** The links that both ends claim. */
  Graph graph() {
    Graph.Builder builder = Graph.builder(ids.length);
    for (int left = 0; left < ids.length; left++) {
      for (int claim = starts[left]; claim < starts[left + 1]; claim++) {
        // Of the two ends of a link the lower one looks for the other.
        if (Integer.compareUnsigned(ends[claim], ids[left]) > 0) {
          connect(left, claim, builder);
        }
      }
    }
    return builder.build();
  }

  private void connect(int left, int claim, Graph.Builder builder) {
    // Of several peers whose ids begin alike those are meant that say the same.
    int first = first(ends[claim]);
    int end = Math.min(ids.length, first + ALIKE_MAX);
    for (int right = first; right < end && ids[right] == ends[claim]; right++) {
      int back = claim(right, ids[left]);
      if (back >= 0) {
        returned[claim] = true;
        returned[back] = true;
        // The ends measure for themselves; both ways of looking at it must give one weight.
        builder.add(left, right, Math.max(roundTrips[claim], roundTrips[back]));
      }
    }
  }

  /** Where a peer claims that one, or -1. */
  private int claim(int peer, int id) {
    for (int claim = starts[peer]; claim < starts[peer + 1]; claim++) {
      if (ends[claim] == id) {
        return claim;
      }
    }
    return -1;
  }

  /** The number of the first peer whose id does not begin with less than {@code id}. */
  private int first(int id) {
    int low = heads[id >>> headShift];
    int high = heads[(id >>> headShift) + 1];
    // One or two where ids are hashes; who makes up others makes us look a little longer.
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Integer.compareUnsigned(ids[middle], id) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Claims that the other end does not make, or of whose other end there is no record; once there
   * is the {@link #graph}.
   */
  int unreturned() {
    int unreturned = 0;
    for (boolean one : returned) {
      unreturned += one ? 0 : 1;
    }
    return unreturned;
  }
}
