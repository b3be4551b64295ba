/** What came of the run, above everything else. */
function figure(key) {
  return key.split(".").reduce((node, name) => node === undefined ? undefined : node[name], run.report);
}

function millis(value) {
  return value >= 1000 ? (value / 1000).toFixed(1) + " s" : value >= 10 ? Math.round(value) + " ms" : value.toFixed(1) + " ms";
}

function number(value) {
  return value.toLocaleString("en", {maximumFractionDigits: Math.abs(value) < 0.1 ? 4 : 2});
}

function append(parent, tag, text, name) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) {
    element.className = name;
  }
  parent.appendChild(element);
  return element;
}

const FIGURES = [
  ["peers started, alive", ["peers.started", "peers.alive"], number],
  ["join p50, p95", ["join.ms.p50", "join.ms.p95"], millis],
  ["delivered of expected", ["broadcast.delivered", "broadcast.expected"], number],
  ["duplicates", ["broadcast.duplicates"], number],
  ["latency p50, p99", ["broadcast.latencyMs.p50", "broadcast.latencyMs.p99"], millis],
  ["copies per delivery", ["broadcast.copiesPerDelivery"], number],
  ["mean view at the end", ["overlay.meanView"], number],
  ["mean path at the end", ["overlay.meanPath"], number],
  ["links opened, failed", ["resources.handshakes", "signaling.failed"], number],
  ["frames to set a link up", ["signaling.messagesPerArc"], number],
  ["cut suspected after", ["partitions.detectedMs.max"], millis],
  ["merged after the heal", ["partitions.mergedMs.max"], millis],
];

function summarize() {
  const report = run.report;
  document.title = `${report.scenario} on ${report.engine} – Arcmesh`;
  document.getElementById("name").textContent = report.scenario;
  document.getElementById("about").textContent = run.about;
  document.getElementById("facts").textContent = [`engine ${report.engine}`, `seed ${report.seed}`,
    `Arcmesh ${report.version}`, report.partial].filter(Boolean).join(" · ");
  const expectations = report.expectations || [];
  const table = document.getElementById("expectations");
  table.hidden = expectations.length === 0;
  for (const {text, measured, limit, holds} of expectations) {
    const line = append(table.tBodies[0], "tr", "");
    append(line, "td", text);
    const found = measured === undefined ? "not measured" : typeof measured === "number" ? number(measured) : String(measured);
    append(line, "td", limit === undefined ? found : found + ", limit " + number(limit));
    append(line, "td", holds ? "✓ yes" : "✗ no", holds ? "yes" : "no");
  }
  const list = document.getElementById("figures");
  for (const [label, keys, format] of FIGURES) {
    const values = keys.map(figure);
    if (values.every(value => value !== undefined)) {
      const entry = append(list, "div", "");
      append(entry, "dt", label);
      append(entry, "dd", values.map(format).join(", "));
    }
  }
}
