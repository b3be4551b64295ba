/**
 * Where everybody stands, and when. A function of the run alone: each moment's places follow from
 * those of the moment before. Components stand apart; a peer alone waits at the rim, and there go those who are gone.
 */
const STAGE = {width: 1080, height: 405};
const layout = run.whole ? places() : null;

function spacing() {
  return Math.min(96, 0.62 * Math.sqrt(STAGE.width * STAGE.height / Math.max(1, run.peers.length)));
}

/** Circles, the first in the middle, none over another. In their own order: it does not change as they grow. */
function arrange(circles, gap) {
  const placed = [];
  for (const circle of [...circles].sort((a, b) => a.key - b.key)) {
    placed.push({...circle, ...free(circle.r, placed, gap)});
  }
  return placed;
}

/** Circles, those of one side together, scaled to the stage. */
function pack(circles) {
  const sides = [...new Set(circles.map(circle => circle.side))].map(side => {
    const parts = arrange(circles.filter(circle => circle.side === side), 24);
    return {key: side, parts, r: Math.max(...parts.map(part => Math.hypot(part.x, part.y) + part.r))};
  });
  const placed = arrange(sides, 46).flatMap(side =>
    side.parts.map(part => ({...part, x: side.x + part.x, y: side.y + part.y})));
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const {x, y, r} of placed) {
    left = Math.min(left, x - r);
    right = Math.max(right, x + r);
    top = Math.min(top, y - r);
    bottom = Math.max(bottom, y + r);
  }
  const scale = Math.min(1.3, 0.86 * STAGE.width / (right - left), 0.8 * STAGE.height / (bottom - top));
  for (const circle of placed) {
    circle.x = STAGE.width / 2 + scale * (circle.x - (left + right) / 2);
    circle.y = STAGE.height / 2 + scale * (circle.y - (top + bottom) / 2);
    circle.r *= scale;
  }
  return {placed, scale};
}

function free(r, placed, gap) {
  for (let distance = 0; ; distance += 6) {
    const turns = distance === 0 ? 1 : 24;
    for (let turn = 0; turn < turns; turn++) {
      const angle = 2 * Math.PI * turn / turns;
      const x = distance * Math.cos(angle);
      const y = 0.6 * distance * Math.sin(angle);
      if (placed.every(other => Math.hypot(other.x - x, other.y - y) >= other.r + r + gap)) {
        return {x, y};
      }
    }
  }
}

function rim(peer) {
  const angle = peer * 2.39996;
  const edge = Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle)));
  return {x: STAGE.width * (0.5 + 0.48 * Math.cos(angle) / edge), y: STAGE.height * (0.5 + 0.45 * Math.sin(angle) / edge)};
}

function places() {
  const count = run.peers.length;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const seen = new Uint8Array(count);
  const frames = [];
  const budget = 4e7 / (count * count + 1);
  const stride = Math.max(1, Math.ceil(run.looks.length * 4 / budget));
  for (let i = 0; i < run.looks.length; i++) {
    if (i % stride !== 0 && i !== run.looks.length - 1) {
      continue;
    }
    const look = run.looks[i];
    const cut = cutAt(look.at);
    const alive = [];
    for (let peer = 0; peer < count; peer++) {
      if (isAlive(peer, look.at)) {
        alive.push(peer);
      }
    }
    const anchors = anchorsOf(look, cut, alive);
    for (const peer of alive) {
      if (!seen[peer]) {
        seen[peer] = 1;
        const start = rim(peer);
        x[peer] = start.x;
        y[peer] = start.y;
      }
    }
    const rounds = frames.length === 0 ? 60 : Math.max(4, Math.min(60, Math.round(stride * 4)));
    for (let round = 0; round < rounds; round++) {
      push(look, alive, anchors, x, y);
      for (let peer = 0; peer < count; peer++) {
        if (seen[peer] && look.at >= run.peers[peer].to) {
          x[peer] += 0.08 * (rim(peer).x - x[peer]);
          y[peer] += 0.08 * (rim(peer).y - y[peer]);
        }
      }
    }
    frames.push({at: look.at, x: Float32Array.from(x), y: Float32Array.from(y)});
  }
  return frames;
}

/** For each peer the middle of its component, and how far apart peers stand there. */
function anchorsOf(look, cut, alive) {
  const members = new Map();
  for (const peer of alive) {
    const name = look.names[peer];
    if (name >= 0 || cut) {
      const side = cut ? Math.max(0, cut.sides[peer]) : 0;
      const key = side * 10000 + (name >= 0 ? name : 5000 + peer);
      members.set(key, [...(members.get(key) || []), peer]);
    }
  }
  const apart = spacing();
  const {placed, scale} = pack([...members].map(([key, list]) =>
    ({key, side: Math.floor(key / 10000), r: 0.6 * apart * Math.sqrt(list.length) + 10})));
  const anchors = new Map();
  for (const circle of placed) {
    for (const peer of members.get(circle.key)) {
      anchors.set(peer, {x: circle.x, y: circle.y, key: circle.key, apart: apart * scale, wide: placed.length === 1});
    }
  }
  return anchors;
}

/** One round of forces: to the middle of one's component, from each other, along arcs. */
function push(look, alive, anchors, x, y) {
  const gravity = 0.08;
  const dx = new Float64Array(x.length);
  const dy = new Float64Array(x.length);
  const near = 2 * radius() + 5;
  for (let i = 0; i < alive.length; i++) {
    const a = alive[i];
    const home = anchors.get(a);
    const goal = home || rim(a);
    dx[a] += (home && home.wide ? 0.5 : 1) * gravity * (goal.x - x[a]);
    dy[a] += gravity * (goal.y - y[a]);
    for (let j = 0; j < i; j++) {
      const b = alive[j];
      const other = anchors.get(b);
      const ex = x[a] - x[b] || 0.01 * (a - b);
      const ey = y[a] - y[b] || 0.01;
      const square = ex * ex + ey * ey;
      let force = 0;
      const together = home && other && home.key === other.key;
      if (together) {
        force = 0.5 * gravity * home.apart * home.apart / square;
      }
      if (square < near * near) {
        const distance = Math.sqrt(square);
        force += (together ? 0.4 : 0.1) * (near - distance) / distance;
      }
      dx[a] += force * ex;
      dy[a] += force * ey;
      dx[b] -= force * ex;
      dy[b] -= force * ey;
    }
  }
  for (const arc of look.drawn) {
    const a = from(arc);
    const b = to(arc);
    const home = anchors.get(a);
    const other = anchors.get(b);
    if (home && other && home.key === other.key) {
      const ex = x[b] - x[a];
      const ey = y[b] - y[a];
      const pull = 0.003 * (1 - home.apart / Math.max(home.apart, Math.hypot(ex, ey)));
      dx[a] += pull * ex;
      dy[a] += pull * ey;
      dx[b] -= pull * ex;
      dy[b] -= pull * ey;
    }
  }
  for (const a of alive) {
    const length = Math.hypot(dx[a], dy[a]);
    const most = Math.min(1, 14 / Math.max(length, 1e-9));
    x[a] = Math.min(STAGE.width - 16, Math.max(16, x[a] + most * dx[a]));
    y[a] = Math.min(STAGE.height - 16, Math.max(16, y[a] + most * dy[a]));
  }
}

function radius() {
  return Math.max(3.5, Math.min(12, 0.19 * spacing()));
}

/** The places at a time, between those of two moments. */
function placesAt(t) {
  let next = layout.findIndex(frame => frame.at > t);
  if (next < 0) {
    return layout[layout.length - 1];
  }
  if (next === 0) {
    return layout[0];
  }
  const before = layout[next - 1];
  const after = layout[next];
  const share = (t - before.at) / (after.at - before.at);
  const mix = (a, b) => a.map((value, i) => run.peers[i].from > before.at ? b[i] : value + share * (b[i] - value));
  return {x: mix(before.x, after.x), y: mix(before.y, after.y)};
}
