/** Time, and what follows it. */
const $ = id => document.getElementById(id);
const state = {t: run.end, source: "latest", playing: false, last: 0};
const log = [...run.steps.map(([at, text]) => ({at, text, step: true})), ...run.notes.map(([at, text]) => ({at, text}))]
  .sort((a, b) => a.at - b.at || (b.step ? 1 : 0) - (a.step ? 1 : 0));

function show() {
  const look = run.looks[lookAt(state.t)];
  const words = draw(state.t, state.source);
  mark(state.t);
  $("slider").value = state.t;
  $("slider").setAttribute("aria-valuetext", seconds(state.t));
  $("clock").textContent = `${seconds(state.t)} of ${seconds(run.end)}`;
  const cut = cutAt(state.t);
  $("caption").textContent = `At ${seconds(state.t)}: ${plural(look.alive, "peer")} in ${plural(look.components, "component")}, ` +
    `${plural(look.arcs, "arc")}` + (cut ? `; the network is cut into ${cut.sizes.join(" / ")}` : "");
  $("treeState").textContent = words;
  let now = -1;
  log.forEach((entry, i) => { now = entry.at <= state.t ? i : now; });
  log.forEach((entry, i) => entry.button.classList.toggle("now", i === now));
  if (now >= 0) {
    const button = log[now].button;
    $("log").scrollTop = button.offsetTop - $("log").clientHeight / 2;
  }
}

function go(t) {
  state.t = Math.max(0, Math.min(run.end, t));
  show();
}

function remember() {
  history.replaceState(null, "", `#t=${+(state.t / 1000).toFixed(2)}` +
    (state.source === "latest" ? "" : `&source=${state.source === "none" ? "none" : state.source + 1}`));
}

function recall() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const source = wanted.get("source");
  if (source !== null) {
    const number = Number(source) - 1;
    state.source = source === "none" ? "none" : run.sources.includes(number) ? number : "latest";
    $("source").value = state.source;
  }
  const t = Number(wanted.get("t"));
  go(wanted.has("t") && Number.isFinite(t) ? t * 1000 : state.t);
}

function setPlaying(playing) {
  state.playing = playing;
  $("play").textContent = playing ? "Pause" : "Play";
  if (playing) {
    state.t = state.t >= run.end ? 0 : state.t;
    state.last = performance.now();
    requestAnimationFrame(frame);
  } else {
    remember();
  }
}

function frame(now) {
  if (!state.playing) {
    return;
  }
  go(state.t + (now - state.last) * Number($("speed").value));
  state.last = now;
  if (state.t >= run.end) {
    setPlaying(false);
  } else {
    requestAnimationFrame(frame);
  }
}

function legend() {
  const entry = (inside, text) => {
    const span = append($("legend"), "span", "");
    const svg = make(span, "svg", {width: 22, height: 18, viewBox: "-11 -9 22 18", "aria-hidden": "true"});
    svg.innerHTML = inside;
    append(span, "span", text);
  };
  if (!run.whole) {
    entry('<g class="bubble k0"><circle r="8"/></g>', "a component");
    return;
  }
  entry('<g class="peer k0"><circle class="body" r="6"/></g>', "peer");
  entry('<g class="peer k0"><rect class="body" x="-5" y="-5" width="10" height="10" rx="1" transform="rotate(45)"/></g>', "signaling node");
  entry('<g class="peer k1"><circle class="body" r="6"/></g>', "other component");
  entry('<g class="peer alone"><circle class="body" r="6"/></g>', "peer alone");
  if (run.peers.some(peer => peer.crashed)) {
    entry('<g class="peer gone crashed"><circle class="body" r="6"/><path class="cross" d="M-4 -4L4 4M-4 4L4 -4"/></g>', "crashed");
  }
  if (run.peers.some(peer => peer.to < Infinity && !peer.crashed)) {
    entry('<g class="peer gone"><circle class="body" r="6"/></g>', "left");
  }
  entry('<path class="arcs k0" d="M-10 0H10"/>', "arc");
  if (run.cuts.length > 0) {
    entry('<path class="crossing" d="M-10 0H10"/>', "arc over the cut");
  }
  if (run.sources.length > 0) {
    entry('<path class="tree" d="M-10 0H10"/>', "tree of broadcasts");
  }
}

function start() {
  summarize();
  legend();
  for (const [value, text] of [["latest", "whoever broadcasts"], ...run.sources.map(peer => [peer, `peer ${peer + 1}`]), ["none", "nobody"]]) {
    append($("source"), "option", text).value = value;
  }
  $("treeOf").hidden = run.sources.length === 0;
  for (const entry of log) {
    entry.button = append(append($("log"), "li", ""), "button", "", entry.step ? "step" : "note");
    append(entry.button, "span", seconds(entry.at), "at");
    append(entry.button, "span", entry.text);
    entry.button.addEventListener("click", () => { go(entry.at); remember(); });
  }
  $("slider").max = run.end;
  $("speed").value = run.end > 1800000 ? "100" : run.end > 300000 ? "20" : "2";
  plot();
  recall();
  $("slider").addEventListener("input", () => go(Number($("slider").value)));
  $("slider").addEventListener("change", remember);
  $("play").addEventListener("click", () => setPlaying(!state.playing));
  $("source").addEventListener("change", () => {
    state.source = run.sources.includes(Number($("source").value)) ? Number($("source").value) : $("source").value;
    show();
    remember();
  });
  const seek = event => {
    const left = curves.svg.getBoundingClientRect().left;
    go((event.clientX - left - GUTTER.left) / curves.inner * run.end);
  };
  curves.svg.addEventListener("pointerdown", event => { seek(event); curves.svg.setPointerCapture(event.pointerId); });
  curves.svg.addEventListener("pointermove", event => event.buttons && seek(event));
  curves.svg.addEventListener("pointerup", remember);
  window.addEventListener("resize", () => { plot(); show(); });
  window.addEventListener("hashchange", recall);
  document.documentElement.dataset.ready = "true";
}

start();
