package org.arcmesh.sampling.spray;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.PeerId;

/** What has to be told to peers once the arc to them is open: that we, or others, are new. */
final class Subscriptions {
  private static final int CONTACTS_MAX = 32;
  private static final int OWED_MAX = 256;

  private final Set<PeerId> contacts = new LinkedHashSet<>();
  private final List<Owed> owed = new ArrayList<>();

  private record Owed(PeerId neighbor, PeerId newcomer) {}

  /** We shall subscribe to {@code contact}; false if there are too many already. */
  boolean await(PeerId contact) {
    if (contacts.size() >= CONTACTS_MAX) {
      return false;
    }
    contacts.add(contact);
    return true;
  }

  /** Whether we were to subscribe to {@code target}, which is no longer so. */
  boolean take(PeerId target) {
    return contacts.remove(target);
  }

  /** {@code neighbor} shall hear of {@code newcomer}; beyond the bound it will not. */
  void owe(PeerId neighbor, PeerId newcomer) {
    if (owed.size() < OWED_MAX) {
      owed.add(new Owed(neighbor, newcomer));
    }
  }

  /** The newcomers that {@code neighbor} was to hear of, which is no longer so. */
  List<PeerId> takeOwed(PeerId neighbor) {
    List<PeerId> newcomers =
        owed.stream().filter(debt -> debt.neighbor().equals(neighbor)).map(Owed::newcomer).toList();
    owed.removeIf(debt -> debt.neighbor().equals(neighbor));
    return newcomers;
  }
}
