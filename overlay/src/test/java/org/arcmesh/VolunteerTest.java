package org.arcmesh;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.arcmesh.core.Discovery.Entered;
import org.arcmesh.core.Discovery.EntryFailed;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;

class VolunteerTest {
  private static final Endpoint NODE = Endpoint.parse("127.0.1.2:7000");
  private static final PeerId PEER = PeerId.parse("00112233445566778899aabbccddeeff00112233");

  private final Volunteer volunteer = new Volunteer(Volunteer.RESPONDERS_MIN);

  @Test
  void stepsForwardOnceAfterTwoLookupsThatFoundNobody() {
    assertFalse(volunteer.isTime(new LookedUp(0, 20)));
    assertTrue(volunteer.isTime(new LookedUp(0, 20)));
    assertFalse(volunteer.isTime(new LookedUp(0, 20)));
  }

  @Test
  void countsEndpointsThatDoNotAnswerAsNobody() {
    volunteer.isTime(new Found(NODE));
    volunteer.isTime(new LookedUp(1, 20));
    volunteer.isTime(new EntryFailed(NODE, "timeout"));
    volunteer.isTime(new Found(NODE));

    assertTrue(volunteer.isTime(new LookedUp(1, 20)));
  }

  @Test
  void staysBackWhenANodeAnswers() {
    volunteer.isTime(new LookedUp(1, 20));
    volunteer.isTime(new Entered(NODE, PEER, PEER));

    assertFalse(volunteer.isTime(new LookedUp(0, 20)));
  }

  @Test
  void doesNotCountALookupThatHardlyAnyNodeAnswered() {
    volunteer.isTime(new LookedUp(0, 7));

    assertFalse(volunteer.isTime(new LookedUp(0, 7)));
  }

  @Test
  void isContentWithAnEmptyDhtWhereThatIsAllowed() {
    Volunteer first = new Volunteer(0);
    first.isTime(new LookedUp(0, 0));

    assertTrue(first.isTime(new LookedUp(0, 0)));
  }
}
