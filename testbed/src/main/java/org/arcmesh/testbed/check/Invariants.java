package org.arcmesh.testbed.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.report.Report;

/** What must be true at every moment of a run, whatever the network does; and where it was not. */
public final class Invariants {
  private static final int LISTED_MAX = 100;

  private final List<Violation> listed = new ArrayList<>();
  private long violated;
  private long checked;

  /**
   * An invariant that did not hold.
   *
   * @param invariant its name
   * @param atMillis engine time
   * @param peer at whom it was seen; empty if it is of all together
   * @param what was seen
   */
  public record Violation(String invariant, double atMillis, Optional<PeerId> peer, String what) {

    /** In one line. */
    public String line() {
      return String.format(
          Locale.ROOT,
          "invariant '%s' broken at %.3f s%s: %s",
          invariant,
          atMillis / 1_000,
          peer.map(id -> " at peer " + id.shortName()).orElse(""),
          what);
    }
  }

  /** Something was looked at. */
  public void checked() {
    checked++;
  }

  public void violated(String invariant, double atMillis, Optional<PeerId> peer, String what) {
    violated++;
    if (listed.size() < LISTED_MAX) {
      listed.add(new Violation(invariant, atMillis, peer, what));
    }
  }

  /** The first ones, in the order in which they were seen. */
  public List<Violation> listed() {
    return List.copyOf(listed);
  }

  public void putAll(Report report) {
    report.put("invariants.checked", checked);
    report.put("invariants.violated", violated);
    ArrayNode list = report.putList("invariants.list");
    for (Violation violation : listed) {
      ObjectNode entry = list.addObject();
      entry.put("invariant", violation.invariant());
      entry.put("atMs", violation.atMillis());
      violation.peer().ifPresent(peer -> entry.put("peer", peer.toString()));
      entry.put("what", violation.what());
      entry.put("text", violation.line());
    }
  }
}
