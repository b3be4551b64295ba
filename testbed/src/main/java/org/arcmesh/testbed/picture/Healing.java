package org.arcmesh.testbed.picture;

import java.util.Arrays;
import java.util.List;
import org.arcmesh.testbed.report.Report;

/**
 * The first partition of a run as one drawing that moves: an SVG document without script and
 * without anything from elsewhere, so that it moves wherever images are shown.
 */
public final class Healing {
  /** Larger overlays would be neither small nor clear. */
  public static final int PEERS_MAX = 100;

  private static final String STYLE =
      """
      text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;text-anchor:middle}
      .h{font-size:29px;font-weight:700}.b{font-size:17px;fill:#c3cfdf}
      .m{font-size:13px;font-weight:600}.v{fill:#c3cfdf;font-weight:400}
      .t{font-size:12.5px;fill:#93a4bd;text-anchor:start}.e{font-size:12px;fill:#71829b}
      .x{fill:none;stroke-width:1.2;stroke-opacity:.42}
      .w{fill:none;stroke:#fff;stroke-width:1.9;stroke-opacity:.85;stroke-dasharray:1 2;stroke-dashoffset:1.01}
      .s{fill:none;stroke:#ffe27a;stroke-width:1.7;stroke-dasharray:3.4 2.8}
      .f{fill:none;stroke:#eef3fb;stroke-width:2}
      .g{fill:none;stroke:#ff5567;stroke-width:2;stroke-dasharray:2 9;stroke-linecap:round}
      .d{fill:none;stroke:#eef3fb;stroke-width:1.5;stroke-dasharray:1.5 5;stroke-linecap:round}
      .n{font-size:13px;fill:#93a4bd}
      .p{stroke:#0d1526;stroke-width:1.5}.k{stroke:#5a6b86;fill:none}
      """;

  private Healing() {}

  /**
   * The drawing as SVG.
   *
   * @param recorder what it saw of the run
   * @param report of the run
   */
  public static String of(Recorder recorder, Report report) {
    Story story = recorder.story();
    Script script = new Script(report, story, recorder.looks());
    List<Look> looks = recorder.looks();
    List<Look> shown = looks.stream().filter(look -> script.shows(look.atMillis)).toList();
    List<Recorder.Life> lives = recorder.lives();
    Stage stage = new Stage(sides(recorder, script), arcs(shown));
    Beliefs beliefs = new Beliefs(lives.size(), story, shown);
    boolean tears = !recorder.partition().setUpsOnly();
    Drift drift = new Drift(script, tears);
    WaveScene waves = new WaveScene(script, stage, drift, story, looks, lives.size());
    ArcScene arcs = new ArcScene(script, stage, drift, looks, tears);
    PeerScene peers = new PeerScene(script, stage, beliefs, story, waves, lives);
    boolean real = report.find("traceHash").isEmpty();
    Words words = new Words(script, stage, story, waves, lives, real, recorder.partition());
    int[] present = stage.present();
    String home = Palette.component(beliefs.majority(present, script.tempo.fromMillis()));

    StringBuilder svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 560\" width=\"960\"")
        .append(" height=\"560\" role=\"img\" aria-labelledby=\"title desc\">\n")
        .append("<title id=\"title\">An overlay is cut in two and heals</title>\n")
        .append("<desc id=\"desc\">")
        .append(Svg.escaped(words.all()))
        .append("</desc>\n<style>\n")
        .append(STYLE)
        .append("</style>\n")
        .append("<rect width=\"960\" height=\"560\" rx=\"14\" fill=\"#0d1526\"/>\n")
        .append(words.draw())
        .append(new Gap(script, stage, drift, story).draw())
        .append(arcs.across(home))
        .append(waves.across());
    for (int side = 0; side < stage.sideCount(); side++) {
      String apart = Svg.length(stage.driftX(side)) + " " + Svg.length(stage.driftY(side));
      svg.append("<g class=\"side\">")
          .append(drift.between("0 0", apart).translate())
          .append("\n")
          .append(arcs.within(side, color(stage.members(side), script, beliefs)))
          .append(waves.within(side))
          .append(peers.peers(side))
          .append("</g>\n");
    }
    svg.append(new Strip(script, beliefs, lives, present).draw())
        .append("<text class=\"e\" x=\"480\" y=\"553\">")
        .append(Svg.escaped(source(report)))
        .append("</text>\n</svg>\n");
    return svg.toString();
  }

  private static String source(Report report) {
    return "one run as it was measured: "
        + report.find("scenario").map(name -> name.asText()).orElse("")
        + " on "
        + report.find("engine").map(name -> name.asText()).orElse("")
        + ", seed "
        + report.find("seed").map(name -> name.asText()).orElse("")
        + "; a tick is a second";
  }

  /** The color of the arcs of a side: that of what most of it believes. */
  private static Track color(int[] members, Script script, Beliefs beliefs) {
    double from = script.tempo.fromMillis();
    double length = script.tempo.seconds();
    Track color = new Track(length, Palette.component(beliefs.majority(members, from)));
    for (double at : beliefs.moments(from, script.tempo.toMillis())) {
      color.to(script.tempo.of(at), 0.4, Palette.component(beliefs.majority(members, at)));
    }
    return color.to(length - 0.4, 0.4, color.first());
  }

  /** The side of each peer; those who were gone before the film begins are on none. */
  private static int[] sides(Recorder recorder, Script script) {
    int[] sides = recorder.sides();
    for (int peer = 0; peer < sides.length; peer++) {
      if (recorder.lives().get(peer).to <= script.tempo.fromMillis()) {
        sides[peer] = Stage.ABSENT;
      }
    }
    return sides;
  }

  private static int[] arcs(List<Look> looks) {
    return looks.stream().flatMapToInt(look -> Arrays.stream(look.drawn)).toArray();
  }
}
