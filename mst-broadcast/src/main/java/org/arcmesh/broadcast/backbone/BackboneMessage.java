package org.arcmesh.broadcast.backbone;

import java.util.List;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;

/** The messages by which two neighbors agree that their link belongs to the backbone. */
public sealed interface BackboneMessage extends Message {
  MessageTable TABLE =
      new MessageTable(
          4,
          "backbone",
          List.of(Ask.class, Grant.class, Refuse.class, Release.class, Crowded.class));

  /**
   * Hold our link with me; repeated from time to time while the author wants it.
   *
   * @param urgent the author has no backbone at all, and is granted what others would be refused
   */
  record Ask(boolean urgent) implements BackboneMessage {}

  /** The author holds the link because the receiver asked. */
  record Grant() implements BackboneMessage {}

  /** The author has granted as many as it may. */
  record Refuse() implements BackboneMessage {}

  /** The author no longer wants what it asked for. */
  record Release() implements BackboneMessage {}

  /**
   * The author has granted more than it may, as it does to the urgent. The receiver should hold the
   * link of another neighbor in place of this one, and release this one then.
   */
  record Crowded() implements BackboneMessage {}
}
