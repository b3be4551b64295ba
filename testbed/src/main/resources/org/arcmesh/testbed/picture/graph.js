/** The overlay at one moment. */
const SVG = "http://www.w3.org/2000/svg";
const NUMBERED_MAX = 60;

function make(parent, tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const name in attributes) {
    element.setAttribute(name, attributes[name]);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  parent.appendChild(element);
  return element;
}

const graph = (() => {
  const svg = document.getElementById("graph");
  svg.setAttribute("viewBox", `0 0 ${STAGE.width} ${STAGE.height}`);
  const hulls = make(svg, "g", {});
  const arcs = make(svg, "g", {});
  const crossing = make(svg, "path", {class: "crossing"});
  const tree = make(svg, "path", {class: "tree" + (run.peers.length > NUMBERED_MAX ? " thin" : "")});
  const peers = make(svg, "g", {});
  const paths = ["k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"].map(name =>
    make(arcs, "path", {class: "arcs " + name}));
  return {svg, hulls, crossing, tree, paths, peers, bodies: run.peers.map((peer, i) => body(peers, peer, i))};
})();

function body(parent, peer, number) {
  const r = radius();
  const group = make(parent, "g", {class: "peer"});
  const title = make(group, "title", {});
  if (peer.signaling) {
    make(group, "circle", {class: "ring", r: 1.4 * r + 4});
    make(group, "rect", {class: "body", x: -r, y: -r, width: 2 * r, height: 2 * r, rx: 2, transform: "rotate(45)"});
  } else {
    make(group, "circle", {class: "ring", r: r + 4});
    make(group, "circle", {class: "body", r});
  }
  const c = 0.55 * r;
  make(group, "path", {class: "cross", d: `M${-c} ${-c}L${c} ${c}M${-c} ${c}L${c} ${-c}`});
  if (run.peers.length <= NUMBERED_MAX) {
    make(group, "text", {y: 0.5}, String(number + 1));
  }
  return {group, title};
}

/** Draws the moment; returns in words when the tree that is shown was last used. */
function draw(t, source) {
  const index = lookAt(t);
  const look = run.looks[index];
  return run.whole ? drawPeers(t, index, look, source) : drawBubbles(look);
}

function drawPeers(t, index, look, source) {
  const at = placesAt(t);
  const cut = cutAt(t);
  const degree = new Int16Array(run.peers.length);
  const lines = graph.paths.map(() => []);
  const crossing = [];
  const line = (a, b) => `M${at.x[a].toFixed(1)} ${at.y[a].toFixed(1)}L${at.x[b].toFixed(1)} ${at.y[b].toFixed(1)}`;
  const both = new Set(look.drawn);
  for (const arc of look.drawn) {
    const [a, b] = [from(arc), to(arc)];
    degree[a]++;
    if (!isAlive(a, t) || !isAlive(b, t) || a > b && both.has(b * run.size + a)) {
      continue;
    }
    if (cut && cut.sides[a] !== cut.sides[b]) {
      crossing.push(line(a, b));
    } else if (look.names[a] >= 0) {
      lines[look.names[a] % 8].push(line(a, b));
    }
  }
  graph.paths.forEach((path, i) => path.setAttribute("d", lines[i].join("")));
  graph.crossing.setAttribute("d", crossing.join(""));
  const shown = treeAt(index, t, source);
  graph.tree.setAttribute("d", shown.edges.map(([a, b]) => line(a, b)).join(""));
  graph.tree.classList.toggle("past", shown.idle > 2000);
  run.peers.forEach((peer, i) => drawPeer(peer, i, t, at, look, degree[i], shown.source === i));
  drawSides(cut, t, at);
  return shown.words;
}

function drawPeer(peer, number, t, at, look, degree, isSource) {
  const {group, title} = graph.bodies[number];
  const gone = t >= peer.to;
  group.style.display = peer.from > t ? "none" : "";
  group.setAttribute("transform", `translate(${at.x[number].toFixed(1)} ${at.y[number].toFixed(1)})`);
  group.setAttribute("class", "peer" + (gone ? " gone" : " " + colorOf(look.names[number])) +
    (gone && peer.crashed ? " crashed" : "") + (isSource && !gone ? " source" : ""));
  title.textContent = `peer ${number + 1} (${peer.name})${peer.signaling ? ", signaling node" : ""}: ` +
    (gone ? (peer.crashed ? "crashed at " : "left at ") + seconds(peer.to) : plural(degree, "neighbor") + " in its view");
}

/** The edges that the last broadcasts of a source went along. */
function treeAt(index, t, chosen) {
  let source = chosen;
  if (chosen === "latest") {
    source = sourceAt(index);
  }
  const parent = new Map();
  for (const relay of run.relays) {
    if (relay.look > index) {
      break;
    }
    if (relay.source === source) {
      parent.set(relay.peer, relay.from);
    }
  }
  const names = run.looks[index].names;
  const edges = [...parent].filter(([peer, other]) => isAlive(peer, t) && isAlive(other, t) && names[peer] === names[other]);
  const last = lastSent(index, source);
  if (last < 0) {
    return {edges: [], source: -1, idle: 0, words: source === "none" ? "" : "nothing has been broadcast yet"};
  }
  const at = run.looks[last].at;
  const ended = isAlive(source, t) ? "" : ", gone";
  return {edges, source, idle: t - at,
    words: `peer ${source + 1}${ended}: ${plural(edges.length, "edge")}, ` +
      (t - at > 2000 ? `last used ${seconds(t - at)} ago` : "in use")};
}

/** The look by which a source last broadcast, or -1. */
function lastSent(index, source) {
  for (let i = index; i >= 0; i--) {
    if (run.looks[i].sources.includes(source)) {
      return i;
    }
  }
  return -1;
}

/** Of the sources that broadcast a moment ago, or else last, the first. */
function sourceAt(index) {
  let found = Infinity;
  let latest;
  for (let i = index; i >= 0 && (found === Infinity || run.looks[i].at > latest - 2000); i--) {
    if (run.looks[i].sources.length > 0) {
      latest = latest === undefined ? run.looks[i].at : latest;
      found = Math.min(found, ...run.looks[i].sources);
    }
  }
  return found;
}

/** Sides of a cut, each in an outline, named above. */
function drawSides(cut, t, at) {
  graph.hulls.textContent = "";
  if (!cut) {
    return;
  }
  cut.sizes.forEach((size, side) => {
    const points = run.peers.map((peer, i) => i)
      .filter(i => cut.sides[i] === side && isAlive(i, t))
      .map(i => [at.x[i], at.y[i]]);
    if (points.length === 0) {
      return;
    }
    const padded = points.flatMap(([x, y]) => Array.from({length: 12}, (none, k) =>
      [x + (radius() + 13) * Math.cos(k * Math.PI / 6), y + (radius() + 13) * Math.sin(k * Math.PI / 6)]));
    const outline = hull(padded);
    make(graph.hulls, "path", {class: "hull", d: "M" + outline.map(p => p.map(v => v.toFixed(1)).join(" ")).join("L") + "Z"});
    const top = outline.reduce((best, p) => p[1] < best[1] ? p : best);
    const middle = outline.reduce((sum, p) => sum + p[0], 0) / outline.length;
    make(graph.hulls, "text", {class: "side", x: middle.toFixed(1), y: Math.max(14, top[1] - 8).toFixed(1)},
      `side ${side + 1}: ${plural(points.length, "peer")}`);
  });
}

/** The convex hull (Andrew's monotone chain). */
function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = list => {
    const chain = [];
    for (const p of list) {
      while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], p) <= 0) {
        chain.pop();
      }
      chain.push(p);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a, b, c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** A large overlay: each component a disk whose area is its share of the peers. */
function drawBubbles(look) {
  graph.peers.textContent = "";
  const unit = 0.36 * STAGE.height / Math.sqrt(Math.max(...run.looks.map(each => each.alive), 1));
  const circles = look.bubbles.map(({name, size}) => ({key: name, side: 0, size, r: Math.max(3, unit * Math.sqrt(size))}));
  for (const circle of pack(circles).placed) {
    const group = make(graph.peers, "g", {class: "bubble " + colorOf(circle.key)});
    make(group, "title", {}, plural(circle.size, "peer"));
    make(group, "circle", {cx: circle.x.toFixed(1), cy: circle.y.toFixed(1), r: circle.r.toFixed(1)});
    if (circle.r > 22) {
      make(group, "text", {x: circle.x.toFixed(1), y: circle.y.toFixed(1)}, circle.size.toLocaleString("en"));
    }
  }
  return "";
}
