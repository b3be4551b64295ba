package org.arcmesh.testbed.picture;

import java.util.ArrayList;
import java.util.List;

/** The peers of a film: what each believes, suspects, proves and receives. */
final class PeerScene {
  private final Script script;
  private final Stage stage;
  private final Beliefs beliefs;
  private final Story story;
  private final WaveScene waves;
  private final List<Recorder.Life> lives;

  PeerScene(
      Script script,
      Stage stage,
      Beliefs beliefs,
      Story story,
      WaveScene waves,
      List<Recorder.Life> lives) {
    this.script = script;
    this.stage = stage;
    this.beliefs = beliefs;
    this.story = story;
    this.waves = waves;
    this.lives = lives;
  }

  String peers(int side) {
    StringBuilder text = new StringBuilder();
    for (int peer : stage.members(side)) {
      text.append(peer(peer));
    }
    return text.toString();
  }

  private String peer(int peer) {
    Recorder.Life life = lives.get(peer);
    Track color = color(peer);
    Track shown = shown(life);
    double r = stage.radius();
    return "<g class=\"p\" transform=\"translate("
        + Svg.length(stage.x(peer))
        + " "
        + Svg.length(stage.y(peer))
        + ")\" fill=\""
        + color.first()
        + "\""
        + (shown.first().equals("1") ? "" : " opacity=\"" + shown.first() + "\"")
        + ">"
        + color.animate("fill")
        + shown.animate("opacity")
        + "<title>peer "
        + (peer + 1)
        + " ("
        + Svg.escaped(life.name)
        + (life.signaling ? "), signaling node" : ")")
        + "</title>"
        + halo(peer, r)
        + body(life, r)
        + suspicion(peer, r)
        + proof(peer, r)
        + "</g>\n";
  }

  private double film(double atMillis) {
    return script.tempo.of(atMillis);
  }

  private double length() {
    return script.tempo.seconds();
  }

  private Track color(int peer) {
    double begin = script.tempo.fromMillis();
    Track color = new Track(length(), Palette.component(beliefs.at(peer, begin)));
    for (Beliefs.Change change : beliefs.of(peer)) {
      if (change.atMillis() > begin && change.atMillis() < script.tempo.toMillis()) {
        color.to(film(change.atMillis()), 0.3, Palette.component(change.color()));
      }
    }
    return color.to(length() - 0.4, 0.4, color.first());
  }

  private Track shown(Recorder.Life life) {
    Track shown = new Track(length(), life.from > script.tempo.fromMillis() ? "0" : "1");
    shown.to(film(life.from), 0.3, "1");
    if (life.to < script.tempo.toMillis()) {
      shown.to(film(life.to), 0.5, ".15");
    }
    return shown.to(length() - 0.4, 0.4, shown.first());
  }

  private String halo(int peer, double r) {
    Track glow = new Track(length(), "0");
    for (double at : waves.flashes(peer)) {
      glow.pulse(at - 0.06, 0.1, 0.6, ".5");
    }
    return glow.isStill()
        ? ""
        : "<circle r=\""
            + Svg.length(1.6 * r)
            + "\" fill=\""
            + Palette.INK
            + "\" opacity=\"0\">"
            + glow.animate("opacity")
            + "</circle>";
  }

  private static String body(Recorder.Life life, double r) {
    if (life.signaling) {
      String side = Svg.length(1.8 * r);
      String corner = Svg.length(-0.9 * r);
      return "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\" transform=\"rotate(45)\"/>"
          .formatted(corner, corner, side, side);
    }
    return "<circle r=\"" + Svg.length(r) + "\"/>";
  }

  /** A ring from the moment of suspicion until the peer knows that all are one. */
  private String suspicion(int peer, double r) {
    Track ring = new Track(length(), "0");
    for (Story.Moment suspicion : of(story.suspicions(), peer)) {
      double end = script.agreedAt;
      for (Story.Moment healing : of(story.healings(), peer)) {
        end = healing.atMillis() > suspicion.atMillis() ? Math.min(end, healing.atMillis()) : end;
      }
      if (suspicion.atMillis() < end) {
        ring.to(film(suspicion.atMillis()), 0.2, "1").to(film(end), 0.4, "0");
      }
    }
    return ring.isStill()
        ? ""
        : "<circle class=\"s\" r=\""
            + Svg.length(r + 4.5)
            + "\" opacity=\"0\">"
            + ring.animate("opacity")
            + "</circle>";
  }

  /** A wave around who proves that there are others. */
  private String proof(int peer, double r) {
    StringBuilder text = new StringBuilder();
    for (Story.Moment proof : of(story.proofs(), peer)) {
      double at = film(proof.atMillis());
      Track wide = new Track(length(), Svg.length(r)).to(at, 1.1, Svg.length(4.5 * r));
      Track glow = new Track(length(), "0").to(at, 0.05, "1").to(at + 0.05, 1.05, "0");
      text.append("<circle class=\"f\" r=\"")
          .append(wide.first())
          .append("\" opacity=\"0\">")
          .append(wide.animate("r"))
          .append(glow.animate("opacity"))
          .append("</circle>");
    }
    return text.toString();
  }

  private List<Story.Moment> of(List<Story.Moment> moments, int peer) {
    List<Story.Moment> found = new ArrayList<>();
    for (Story.Moment moment : moments) {
      boolean inside =
          moment.atMillis() > script.tempo.fromMillis()
              && moment.atMillis() < script.tempo.toMillis();
      if (moment.peer() == peer && inside) {
        found.add(moment);
      }
    }
    return found;
  }
}
