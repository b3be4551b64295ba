/** Figures over time, all on one axis, with the steps above them. */
const GUTTER = {left: 132, right: 18};
const ROW = {height: 44, gap: 11};
const MARKS = {row: 15, rows: 2};
const WORDS = ["partition", "heal", "crash", "leave", "join", "broadcast", "settle"];

const series = [
  {name: "components", whole: true, points: run.looks.map(look => [look.at, look.components]), steps: true},
  {name: "mean view", points: run.looks.map(look => [look.at, look.alive ? look.arcs / look.alive : 0])},
  {name: "clustering", points: run.cycles, dots: true},
  {name: "deliveries / s", points: rates(), area: true},
];

function rates() {
  const width = Math.max(1000, run.end / 400);
  const points = [];
  let look = 0;
  let before = 0;
  for (let at = width; at < run.end + width; at += width) {
    while (look + 1 < run.looks.length && run.looks[look + 1].at <= at) {
      look++;
    }
    const count = run.looks[look] && run.looks[look].at <= at ? run.looks[look].deliveries : 0;
    points.push([Math.min(at - width / 2, run.end), (count - before) * 1000 / width]);
    before = count;
  }
  return points;
}

let curves;

function plot() {
  const svg = document.getElementById("curves");
  const width = svg.parentElement.clientWidth;
  const top = MARKS.row * MARKS.rows + 8;
  const bottom = top + series.length * (ROW.height + ROW.gap);
  const inner = width - GUTTER.left - GUTTER.right;
  const x = t => GUTTER.left + inner * (run.end ? t / run.end : 0);
  svg.textContent = "";
  svg.setAttribute("viewBox", `0 0 ${width} ${bottom + 20}`);
  svg.setAttribute("height", bottom + 20);
  const slider = document.getElementById("slider");
  slider.style.marginLeft = GUTTER.left - 8 + "px";
  slider.style.width = inner + 16 + "px";
  for (const cut of run.cuts) {
    const shade = make(svg, "rect", {class: "shade", x: x(cut.from), y: 0, width: Math.max(1, x(cut.to) - x(cut.from)), height: bottom});
    make(shade, "title", {}, `cut into ${cut.sizes.join(" / ")} from ${seconds(cut.from)} to ${seconds(cut.to)}`);
  }
  marks(svg, x, width, bottom);
  const values = series.map((one, i) => row(svg, one, x, width, top + i * (ROW.height + ROW.gap)));
  axis(svg, x, bottom, inner);
  const cursor = make(svg, "line", {class: "cursor", y1: 0, y2: bottom});
  curves = {svg, x, values, cursor, inner};
}

function marks(svg, x, width, bottom) {
  const ends = new Array(MARKS.rows).fill(null).map(() => []);
  const found = run.steps.map(([at, text]) => ({at, text, word: WORDS.find(word => text.includes(word)) || text}));
  for (const mark of found) {
    const line = make(svg, "line", {class: "tick", x1: x(mark.at), x2: x(mark.at), y1: 0, y2: MARKS.row * MARKS.rows + 4});
    make(line, "title", {}, mark.text);
  }
  for (const mark of [...found].sort((a, b) => WORDS.indexOf(a.word) - WORDS.indexOf(b.word) || a.at - b.at)) {
    const length = 7 * mark.word.length + 10;
    const left = Math.min(x(mark.at) + 4, width - length);
    const free = ends.findIndex(taken => taken.every(([a, b]) => left > b || left + length < a));
    if (free >= 0) {
      ends[free].push([left, left + length]);
      const y = MARKS.row * free + 12;
      make(make(svg, "text", {x: left, y, class: "word"}, mark.word), "title", {}, mark.text);
    }
  }
}

function nice(value) {
  const power = Math.pow(10, Math.floor(Math.log10(value)));
  return [1, 2, 2.5, 5, 10].map(step => step * power).find(limit => limit >= value * 0.999);
}

function row(svg, one, x, width, top) {
  const highest = nice(Math.max(one.whole ? 2 : one.area ? 1 : 1e-3, ...one.points.map(point => point[1])));
  const y = value => top + ROW.height * (1 - value / highest);
  make(svg, "line", {class: "axis", x1: GUTTER.left, x2: width - GUTTER.right, y1: top + ROW.height, y2: top + ROW.height});
  make(svg, "line", {class: "axis", x1: GUTTER.left, x2: width - GUTTER.right, y1: top, y2: top, "stroke-dasharray": "2 4"});
  make(svg, "text", {class: "soft", x: GUTTER.left - 6, y: top + 9, "text-anchor": "end"}, short(highest));
  make(svg, "text", {class: "soft", x: GUTTER.left - 6, y: top + ROW.height, "text-anchor": "end"}, "0");
  make(svg, "text", {x: 0, y: top + 16}, one.name);
  const value = make(svg, "text", {class: "value", x: 0, y: top + 34});
  if (one.points.length > 0) {
    const path = one.points.map(([at, v], i) =>
      (i === 0 ? "M" : one.steps ? `H${x(at).toFixed(1)}V` : "L") +
      (i > 0 && one.steps ? y(v).toFixed(1) : `${x(at).toFixed(1)} ${y(v).toFixed(1)}`)).join("");
    if (one.area) {
      make(svg, "path", {class: "area", d: `${path}V${y(0)}H${x(one.points[0][0])}Z`});
    }
    make(svg, "path", {class: "curve", d: path, "data-curve": one.name});
    if (one.dots && one.points.length < 120) {
      one.points.forEach(([at, v]) => make(svg, "circle", {cx: x(at), cy: y(v), r: 2.2, style: "fill: var(--k0)"}));
    }
  }
  return value;
}

function axis(svg, x, bottom, inner) {
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200]
    .find(each => inner * each * 1000 / Math.max(1, run.end) >= 64) || run.end / 5000;
  for (let t = 0; t <= run.end; t += step * 1000) {
    make(svg, "text", {class: "soft", x: x(t), y: bottom + 12, "text-anchor": "middle"}, t / 1000 + " s");
  }
}

function short(value) {
  return value >= 10000 ? value.toLocaleString("en") : String(+value.toPrecision(3));
}

function valueAt(points, t) {
  let value;
  for (const point of points) {
    if (point[0] > t) {
      break;
    }
    value = point[1];
  }
  return value === undefined ? "–" : short(value);
}

function mark(t) {
  curves.cursor.setAttribute("x1", curves.x(t));
  curves.cursor.setAttribute("x2", curves.x(t));
  series.forEach((one, i) => { curves.values[i].textContent = valueAt(one.points, t); });
}
