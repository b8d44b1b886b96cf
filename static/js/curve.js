/* The curve of one indicator, read month by month with the finger, the mouse or the arrows. The drawing of the server
   stays for paper, and for who has no script; the words of a month are those of its table. */
(() => {
  const source = document.getElementById("courbe-donnees"), place = document.querySelector("[data-explore]");
  const drawing = place && document.querySelector("figure > .chart");
  if (!source || !drawing || !window.uPlot) return;
  const { mois, valeurs, avant, cible, lignes, decimales, compte } = JSON.parse(source.textContent);
  const known = [...valeurs, ...avant].filter((value) => value !== null);
  if (known.length < 2) return;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const number = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: decimales });
  const said = document.createElement("p"), board = document.createElement("div");
  said.className = "note";
  said.setAttribute("role", "status");
  place.hidden = false;
  place.append(board, said);
  drawing.after(place);
  drawing.classList.add("paper-only");

  const xs = mois.map((_, i) => i), high = Math.max(...known, cible ?? -Infinity), low = Math.min(...known, cible ?? Infinity, 0);
  const gaps = (plot) => {
    const { ctx, bbox } = plot, step = plot.valToPos(1, "x", true) - plot.valToPos(0, "x", true);
    ctx.fillStyle = colour("paper-3");
    valeurs.forEach((value, i) => { if (value === null) ctx.fillRect(plot.valToPos(i, "x", true) - step * 0.4, bbox.top, step * 0.8, bbox.height); });
    if (cible === null) return;
    const y = plot.valToPos(cible, "y", true);
    ctx.save();
    ctx.strokeStyle = colour("ink-3");
    ctx.setLineDash([3, 5]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.restore();
  };
  const line = { show: true, stroke: colour("ink-3"), grid: { stroke: colour("rule"), width: 1 }, ticks: { show: false }, font: "13px sans-serif" };
  const plot = new uPlot({
    width: board.clientWidth || 480,
    height: 260,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { time: false, range: [-0.5, xs.length - 0.5] }, y: { range: [low, high + (high - low || 1) * 0.08] } },
    axes: [
      { ...line, grid: { show: false }, splits: () => xs.filter((i) => i % 6 === xs.length % 6), values: (_, at) => at.map((i) => lignes[i][0]) },
      { ...line, values: (_, at) => at.map((value) => number.format(value)) },
    ],
    series: [
      {},
      { stroke: colour("ink-3"), width: 1.5, dash: [6, 4], points: { show: false } },
      { stroke: colour("accent"), width: 2.5, points: { show: true, size: 6, fill: colour("accent") } },
    ],
    hooks: { drawAxes: [gaps], setCursor: [tell] },
  }, [xs, avant, valeurs], board);

  function tell({ cursor: { idx } }) {
    if (idx === null || idx === undefined) return;
    const [month, value, reports] = lignes[idx], before = lignes[idx - 12];
    said.textContent = `${mois[idx]}\u00a0: ${value}${reports === "—" ? "" : `, ${reports} ${compte}`}${before ? `\u202f; un an avant\u00a0: ${before[1]}` : ""}`;
    place.dataset.month = month;
  }
  function show(idx) {
    const at = Math.max(0, Math.min(xs.length - 1, idx));
    plot.setCursor({ left: plot.valToPos(at, "x"), top: 10 });
  }
  place.addEventListener("keydown", (event) => {
    const here = plot.cursor.idx ?? xs.length - 1;
    const next = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: xs.length - 1 }[event.key];
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    show(next);
  });
  new ResizeObserver(() => plot.setSize({ width: board.clientWidth, height: 260 })).observe(place);
  show(xs.length - 1);
})();
