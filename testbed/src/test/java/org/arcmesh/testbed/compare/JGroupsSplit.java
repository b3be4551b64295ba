package org.arcmesh.testbed.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.arcmesh.testbed.compare.ViewLog.Watch;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.JChannel;
import org.jgroups.PhysicalAddress;
import org.jgroups.Receiver;
import org.jgroups.View;

/** JGroups: the members of one group in this JVM, over TCP on loopback. */
record JGroupsSplit(JGroupsStack stack, String settings) implements Contender {
  private static final Duration FORMING_MAX = Duration.ofMinutes(2);

  static JGroupsSplit with(JGroupsStack stack) throws Exception {
    return new JGroupsSplit(stack, stack.settings());
  }

  @Override
  public String name() {
    return "JGroups, " + stack.name();
  }

  @Override
  public Outcome run(Split split) throws Exception {
    ViewLog views = new ViewLog();
    List<JChannel> members = new ArrayList<>();
    try {
      connect(split.members(), members, views);
      Watch formed = views.watch(all -> isOne(all, split.members()));
      if (!views.await(formed, split.settle(), FORMING_MAX)) {
        throw new IllegalStateException("the group did not come together");
      }
      return cutAndHeal(split, members, views);
    } finally {
      // All at once: one by one each would tell the others of its leaving.
      members.parallelStream().forEach(JChannel::close);
    }
  }

  private void connect(int count, List<JChannel> members, ViewLog views) throws Exception {
    String cluster = "compare-" + UUID.randomUUID();
    List<PhysicalAddress> known = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      int self = number;
      JChannel member = stack.open("m" + number);
      members.add(member);
      member.setReceiver(
          new Receiver() {
            @Override
            public void viewAccepted(View view) {
              views.put(self, view);
            }
          });
      JGroupsStack.tell(member, known);
      member.connect(cluster);
      known.add(
          (PhysicalAddress)
              member.down(new Event(Event.GET_PHYSICAL_ADDRESS, member.getAddress())));
    }
    members.forEach(member -> JGroupsStack.tell(member, known));
  }

  private static Outcome cutAndHeal(Split split, List<JChannel> members, ViewLog views)
      throws InterruptedException {
    List<Integer> half = split.halves().get(0);
    List<Integer> otherHalf = split.halves().get(1);
    List<Address> others = addresses(members, otherHalf);
    Watch detected =
        views.watch(
            all -> {
              long alone =
                  half.stream()
                      .filter(one -> Collections.disjoint(all.get(one).getMembers(), others))
                      .count();
              return alone * 2 >= half.size();
            });
    drop(members, half, others);
    drop(members, otherHalf, addresses(members, half));
    views.pass(split.cut());
    double detectedMillis = views.firstMillis(detected);

    Watch merged = views.watch(all -> isOne(all, split.members()));
    members.forEach(member -> JGroupsStack.discard(member).resetIgnoredMembers());
    boolean isMerged = views.await(merged, split.lasting(), split.patience());
    // A view is both: whom messages reach, and what a member knows of the group.
    double mergedMillis = isMerged ? views.sinceMillis(merged) : Double.POSITIVE_INFINITY;
    return new Outcome(detectedMillis, mergedMillis, mergedMillis);
  }

  private static void drop(List<JChannel> members, List<Integer> half, List<Address> others) {
    for (int number : half) {
      JGroupsStack.discard(members.get(number)).addIgnoredMembers(others.toArray(Address[]::new));
    }
  }

  private static List<Address> addresses(List<JChannel> members, List<Integer> numbers) {
    return numbers.stream().map(number -> members.get(number).getAddress()).toList();
  }

  /** Whether every member has the same view, and everybody is in it. */
  private static boolean isOne(Map<Integer, View> views, int members) {
    return views.size() == members
        && views.values().stream().map(View::getViewId).distinct().count() == 1
        && views.get(0).size() == members;
  }
}
