/* The monthly form, while typing: totals of each table, the next cell with Entrée and the arrows, Échap gives back what
   stood before, and a word before leaving with figures that are not saved. Nothing is sent from here. */
(() => {
  const form = document.querySelector("[data-cells]");
  if (!form) return;
  const cells = [...form.querySelectorAll(".cell > input, .cell > select")];
  const read = (cell) => {
    const text = cell.value.replace(/[\s.\u202f\u00a0]/g, "").toLowerCase();
    if (/^(so|na|s\/?o|sansobjet)$/.test(text)) return "so";
    return /^\d+$/.test(text) ? Number(text) : null;
  };
  const sum = (list) => {
    const values = list.map(read);
    if (values.includes(null)) return "—";
    const numbers = values.filter((value) => value !== "so");
    return numbers.length ? numbers.reduce((a, b) => a + b, 0).toLocaleString("fr-FR") : "s. o.";
  };
  function total(table) {
    const rows = [...table.tBodies[0].rows].filter((row) => row.querySelector(".cell > input"));
    const grid = rows.map((row) => [...row.querySelectorAll(".cell > input")]);
    if (grid.some((line) => line.length !== grid[0].length)) return; // a line « non détaillé »: the server knows
    rows.forEach((row, i) => { const out = row.querySelector(".tot"); if (out) out.textContent = sum(grid[i]); });
    const foot = [...table.querySelectorAll(".sumrow .tot")];
    foot.forEach((out, i) => { out.textContent = sum(i < grid[0].length ? grid.map((line) => line[i]) : grid.flat()); });
  }
  let sending = false;
  form.addEventListener("input", (event) => { const table = event.target.closest("table"); if (table) total(table); });
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("pageshow", () => { sending = false; });
  const changed = (cell) => cell.parentElement.matches(".c-bad, .c-ref") || (cell.tagName === "INPUT" ? cell.value !== cell.defaultValue
    : [...cell.options].some((option) => option.selected !== option.defaultSelected));
  addEventListener("beforeunload", (event) => { if (!sending && cells.some(changed)) event.preventDefault(); });
  form.addEventListener("keydown", (event) => {
    const at = cells.indexOf(event.target);
    if (at < 0 || event.target.tagName !== "INPUT") return;
    if (event.key === "Escape") { event.target.value = event.target.defaultValue; total(event.target.closest("table")); return; }
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = cells[at + step];
    if (next) { next.focus(); next.select?.(); }
  });
})();
