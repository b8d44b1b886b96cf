/* The table of a plan: the keyboard down its columns, the cost of each line and what is still to be found as one types. */
(() => {
  const form = document.querySelector("form[data-lines]");
  if (!form) return;
  const { tried, write } = Jeka.numbers;
  const PAYERS = ["by_state", "by_commune", "by_cercle", "by_region", "by_asaco", "by_people", "by_anict", "by_partner"];
  const rows = [...form.querySelectorAll("tr[data-row]")], totals = [...form.querySelectorAll("output[data-total]")];
  const controls = (row) => [...row.querySelectorAll("textarea, input:not([type=hidden])")];
  const nameOf = (field) => field.name.replace(/^[^-]+-/, "");
  const fieldOf = (row, name) => controls(row).find((field) => nameOf(field) === name);
  const valueOf = (row, name) => { const field = fieldOf(row, name); return (field && tried("N", field.value).value) || 0; };

  // ---- Cost, what is to be found ----
  function sums(row) {
    const typed = fieldOf(row, "unit_cost").value.trim() || fieldOf(row, "quantity").value.trim();
    const cost = valueOf(row, "quantity") * valueOf(row, "unit_cost"), paid = PAYERS.map((name) => valueOf(row, name));
    const rest = cost - paid.reduce((sum, one) => sum + one, 0);
    row.querySelector("[data-cost]").textContent = typed ? write(cost) : "";
    const out = row.querySelector("[data-sought]");
    out.textContent = rest < 0 ? `${write(-rest)} de trop` : typed ? write(rest) : "";
    out.closest("td").classList.toggle("over", rest < 0);
    return { cost, sought: Math.max(0, rest), ...Object.fromEntries(PAYERS.map((name, at) => [name, paid[at]])) };
  }
  function reckon() {
    const lines = rows.map(sums);
    for (const out of totals) out.textContent = write(lines.reduce((sum, line) => sum + line[out.dataset.total], Number(out.dataset.elsewhere)));
  }

  // ---- The keyboard ----
  function near(field, by) { // the same column, of the line before or after
    const row = field.closest("tr"), at = controls(row).indexOf(field), next = rows[rows.indexOf(row) + by];
    return next && controls(next)[at];
  }
  function go(field) {
    if (!field) return;
    field.focus();
    if (field.type !== "checkbox") field.select();
  }
  let found = ""; // what the cell held when it was entered
  let dirty = false;
  form.addEventListener("focusin", ({ target }) => { found = target.value; });
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.closest("tr[data-row]") || !controls(field.closest("tr")).includes(field)) return;
    const box = field.type === "checkbox";
    if (event.ctrlKey && ["'", "’"].includes(event.key)) {
      const above = near(field, -1);
      if (above && !box) { field.value = above.value; field.dispatchEvent(new Event("input", { bubbles: true })); }
    } else if (event.altKey || event.ctrlKey || event.metaKey) return;
    else if (event.key === "Escape" && !box) { field.value = found; field.dispatchEvent(new Event("input", { bubbles: true })); }
    else if (event.key === "Enter") go(near(field, event.shiftKey ? -1 : 1));
    else if (event.key === "ArrowDown") go(near(field, 1));
    else if (event.key === "ArrowUp") go(near(field, -1));
    else return;
    event.preventDefault();
  });
  form.addEventListener("input", () => { dirty = true; reckon(); });
  form.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  reckon();
  document.documentElement.dataset.ready = "";
})();
