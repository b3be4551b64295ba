package org.arcmesh.testbed.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TrackTest {
  private final Track track = new Track(10, "0");

  @Test
  void aValueIsKeptUntilTheNextOneBegins() {
    track.to(2, 1, "1").to(5, 2.5, "0");

    assertEquals(animation("0;.2;.3;.5;.75;1", "0;0;1;1;0;0"), track.animate("opacity"));
  }

  @Test
  void whatBeginsTooEarlyWaits() {
    track.to(2, 2, "1").to(3, 1, "0");

    assertEquals(animation("0;.2;.4;.5;1", "0;0;1;0;0"), track.animate("opacity"));
  }

  @Test
  void nothingGoesBeyondTheEnd() {
    track.to(9, 4, "1").to(12, 1, "0");

    String[] times =
        track.animate("opacity").replaceAll(".*keyTimes=\"([^\"]*)\".*", "$1").split(";");
    assertEquals("0", times[0]);
    assertEquals("1", times[times.length - 1]);
  }

  @Test
  void whatNeverChangesNeedsNoAnimation() {
    track.to(3, 1, "0");

    assertEquals("", track.animate("opacity"));
    assertTrue(track.isStill());
  }

  @Test
  void aPulseComesBackToWhereItBegan() {
    track.pulse(4, 1, 2, ".5");

    assertEquals(animation("0;.4;.5;.7;1", "0;0;.5;0;0"), track.animate("opacity"));
  }

  @Test
  void anEasedTrackHasACurveForEachPart() {
    track.eased().to(2, 2, "1");

    String animation = track.animate("d");
    assertTrue(animation.contains("calcMode=\"spline\""), animation);
    String splines = animation.replaceAll(".*keySplines=\"([^\"]*)\".*", "$1");
    assertEquals(3, splines.split(";").length);
  }

  private static String animation(String times, String values) {
    return "<animate attributeName=\"opacity\" dur=\"10s\" repeatCount=\"indefinite\" keyTimes=\""
        + times.replace(";.", ";0.")
        + "\" values=\""
        + values
        + "\"/>";
  }
}
