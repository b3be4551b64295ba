package com.example;

import java.util.List;
import java.util.Objects;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;

/** The messages of {@link Wanderer}, on a protocol number that Arcmesh does not use. */
sealed interface WandererMessage extends Message {
  MessageTable TABLE =
      new MessageTable(200, "wanderer", List.of(Hello.class, Ask.class, Told.class));

  /** The sender has just come. */
  record Hello() implements WandererMessage {}

  /** Whom do you know? */
  record Ask() implements WandererMessage {}

  /** Somebody to whom the sender can mediate. */
  record Told(PeerId peer) implements WandererMessage {
    public Told {
      Objects.requireNonNull(peer);
    }
  }
}
