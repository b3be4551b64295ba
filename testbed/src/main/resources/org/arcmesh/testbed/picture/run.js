"use strict";

/** The run as it was recorded, every look spelled out. */
const run = decode(JSON.parse(document.getElementById("data").textContent));

function decode(data) {
  const looks = [];
  const relays = [];
  const arcs = new Set();
  let names = new Int16Array(data.whole ? data.peers.length : 0).fill(-1);
  const sum = {t: 0, n: 0, k: 0, v: 0, d: 0, s: 0};
  for (const frame of data.looks) {
    for (const key in sum) {
      sum[key] += frame[key] || 0;
    }
    const look = {at: sum.t, alive: sum.n, components: sum.k, arcs: sum.v, deliveries: sum.d, sent: sum.s};
    if (data.whole) {
      let arc = 0;
      for (const gap of frame.a || []) {
        arc += gap;
        if (!arcs.delete(arc)) {
          arcs.add(arc);
        }
      }
      look.drawn = Int32Array.from(arcs);
      names = names.slice();
      pairs(frame.c, (peer, name) => { names[peer] = name; });
      look.names = names;
      look.sources = frame.b || [];
      for (let i = 0; i < (frame.r || []).length; i += 3) {
        relays.push({look: looks.length, source: frame.r[i], peer: frame.r[i + 1], from: frame.r[i + 2]});
      }
    } else {
      look.bubbles = [];
      pairs(frame.c, (name, size) => look.bubbles.push({name, size}));
    }
    looks.push(look);
  }
  const peers = (data.peers || []).map(([name, signaling, from, to, crashed]) =>
    ({name, signaling: signaling === 1, from, to: to === undefined ? Infinity : to, crashed: crashed === 1}));
  const end = looks.length ? looks[looks.length - 1].at : 0;
  const cuts = data.cuts.map(cut => ({...cut, to: cut.to === undefined ? end : cut.to}));
  const sources = [...new Set(looks.flatMap(look => look.sources || []))].sort((a, b) => a - b);
  return {...data, peers, looks, relays, cuts, end, sources};
}

function pairs(list, each) {
  for (let i = 0; i < (list || []).length; i += 2) {
    each(list[i], list[i + 1]);
  }
}

/** The number of the last look at or before a time. */
function lookAt(t) {
  let low = 0;
  let high = run.looks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (run.looks[middle].at <= t) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

function isAlive(peer, t) {
  return run.peers[peer].from <= t && t < run.peers[peer].to;
}

/** The cut of the network at a time, if there is one. */
function cutAt(t) {
  return run.cuts.find(cut => cut.from <= t && t < cut.to);
}

function from(arc) {
  return Math.floor(arc / run.size);
}

function to(arc) {
  return arc % run.size;
}

function seconds(t) {
  return (t / 1000).toFixed(1) + " s";
}

function plural(count, noun) {
  return count + " " + noun + (count === 1 ? "" : "s");
}

function colorOf(name) {
  return name < 0 ? "alone" : "k" + name % 8;
}
