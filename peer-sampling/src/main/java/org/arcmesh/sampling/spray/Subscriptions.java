package org.arcmesh.sampling.spray;

import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.PeerId;

/** What has to be told to peers once the arc to them is open: that we, or others, are new. */
final class Subscriptions {
  private static final int CONTACTS_MAX = 32;
  private static final int OWED_MAX = 256;

  // Nothing at most times, and then no list: arcs open all the time, and each one asks here.
  private static final List<PeerId> NOBODY = List.of();
  private static final List<Owed> NOTHING = List.of();

  private List<PeerId> contacts = NOBODY;
  private List<Owed> owed = NOTHING;

  private record Owed(PeerId neighbor, PeerId newcomer) {}

  /** Whether any neighbor is to hear of somebody. */
  boolean isOwing() {
    return owed != NOTHING;
  }

  /** We shall subscribe to {@code contact}; false if there are too many already. */
  boolean await(PeerId contact) {
    if (contacts.size() >= CONTACTS_MAX) {
      return false;
    }
    if (contacts.isEmpty()) {
      contacts = new ArrayList<>(1);
    }
    if (!contacts.contains(contact)) {
      contacts.add(contact);
    }
    return true;
  }

  /** Whether we were to subscribe to {@code target}, which is no longer so. */
  boolean take(PeerId target) {
    if (contacts == NOBODY || !contacts.remove(target)) {
      return false;
    }
    if (contacts.isEmpty()) {
      contacts = NOBODY;
    }
    return true;
  }

  /** {@code neighbor} shall hear of {@code newcomer}; beyond the bound it will not. */
  void owe(PeerId neighbor, PeerId newcomer) {
    if (owed.isEmpty()) {
      owed = new ArrayList<>();
    }
    if (owed.size() < OWED_MAX) {
      owed.add(new Owed(neighbor, newcomer));
    }
  }

  /** The newcomers that {@code neighbor} was to hear of, which is no longer so. */
  List<PeerId> takeOwed(PeerId neighbor) {
    if (owed.isEmpty()) {
      return List.of();
    }
    List<PeerId> newcomers =
        owed.stream().filter(debt -> debt.neighbor().equals(neighbor)).map(Owed::newcomer).toList();
    owed.removeIf(debt -> debt.neighbor().equals(neighbor));
    if (owed.isEmpty()) {
      owed = NOTHING;
    }
    return newcomers;
  }
}
