/* The panel of one cell: what is said of it, « à suivre », its limits, its history. Closed until somebody asks: F2 in a cell,
   « détail » at the end of its line, or the button that stands over the bar. Escape closes it; the cell has the focus again. */
window.Jeka = window.Jeka || {};
(() => {
  const { make, symbol } = Jeka.cells, { write, counted, shown } = Jeka.numbers;
  const LONGEST = 1000;
  let waiting = new Map(), dialog = null, at = null, button = null;
  const desk = () => Jeka.desk;
  const mine = (key) => waiting.get(key);

  /* What is said of a cell, what waits here included: { n, suivi }. */
  function told(key) {
    const sent = (desk().report.notes || {})[key] || { n: 0, suivi: false }, row = mine(key);
    return { n: sent.n + (row && row.texte ? 1 : 0), suivi: row && row.a_suivre !== null ? row.a_suivre : sent.suivi };
  }
  function wordsOf(key) {
    const { n, suivi } = told(key);
    return [n ? counted(n, "commentaire", "commentaires") : "", suivi ? "à suivre" : "", mine(key) ? "pas encore envoyé" : ""].filter(Boolean).join(", ");
  }
  /* The corner of a cell, the words at the end of its line. */
  function mark(field, key) {
    const { n, suivi } = told(key), words = wordsOf(key), row = field.closest("tr"), link = row.querySelector(".more");
    field.parentElement.classList.toggle("c-com", n > 0);
    field.parentElement.classList.toggle("c-flag", suivi);
    if (words) field.setAttribute("aria-label", `${field.getAttribute("aria-label")}, ${words}`);
    if (!link) return;
    const all = [...row.querySelectorAll(".cell > input, .cell > select")].map((one) => wordsOf(one.name.slice(2))).filter(Boolean).join(" · ");
    link.textContent = all || "détail";
    link.classList.toggle("said", Boolean(all));
    link.tabIndex = -1; // Tab goes from cell to cell; F2 is the key
  }
  async function load() { waiting = new Map((await desk().store.unsent()).notes.filter((note) => note.report === desk().report.id).map((note) => [note.key, note])); }

  async function keep(key, texte, a_suivre) {
    const { store, report, sync } = desk();
    try {
      if (texte || a_suivre !== null) await store.put("notes", { report: report.id, key, texte, a_suivre, at: Date.now() });
      else await store.remove("notes", [report.id, key]);
    } catch { return "Cet appareil n’a plus de place\u00a0: envoyez d’abord ce qui attend, puis recommencez."; }
    await load();
    await desk().refresh();
    if (at) renew(true);
    sync.soon(0);
    return "";
  }

  // ---- What the panel holds ----
  /* Half to even, as the server rounds. */
  const even = (value) => { const low = Math.floor(value); return value - low === 0.5 ? low + (low % 2) : Math.round(value); };
  function facts(key) {
    const fact = (desk().report.faits || {})[key];
    if (!fact) return make("p", { class: "note" }, "Aucun rapport déclaré dans les douze mois précédents.");
    const [n, mean, deviation, last, year] = fact, one = (value) => (value === null ? "pas de chiffre" : write(value));
    const limits = n < 6 ? `pas encore assez de mois (${n} sur 6)` : `${write(Math.max(0, even(mean - 3 * deviation)))} à ${write(even(mean + 3 * deviation))}`;
    const rows = [["Mois précédents", limits], ["Moyenne", `${write(mean, 1)} sur ${n} mois`], ["Le mois d’avant", one(last)], ["Même mois, un an avant", one(year)]];
    return make("dl", { class: "facts" }, ...rows.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, make("b", {}, value)))));
  }
  function thread(key) {
    const { fil, n } = (desk().report.notes || {})[key] || { fil: [], n: 0 };
    const lines = fil.map(([text, name, when, moved]) => make("li", {}, ...(text ? [make("p", { class: "say" }, text)] : []), ...(moved ? [make("p", {}, make("b", {}, moved[0].toUpperCase() + moved.slice(1)))] : []), make("p", { class: "note" }, [name, when].filter(Boolean).join(", "))));
    if (n > fil.filter(([text]) => text).length) lines.unshift(make("li", { class: "note" }, "Les premiers commentaires se lisent sur la page de cette case."));
    return lines.length ? make("ul", { class: "thread" }, ...lines) : make("p", { class: "note" }, "Aucun commentaire reçu sur cette case.");
  }
  function writing(key) {
    const row = mine(key), area = make("textarea", { class: "in", rows: 3, id: "mot", maxlength: LONGEST, "aria-describedby": "mot-aide" });
    area.defaultValue = row ? row.texte : "";
    const state = make("p", { class: row && row.why ? "far" : "note", role: "status" }, row ? row.why || "Enregistré sur cet appareil, en attente d’envoi." : "");
    const follow = make("button", { type: "button", class: "btn alt" }, told(key).suivi ? "Ne plus suivre" : "Mettre à suivre");
    const say = make("button", { class: "btn" }, row && row.texte ? "Corriger le commentaire" : "Ajouter le commentaire");
    const form = make("form", {}, make("div", { class: "field" }, make("label", { for: "mot" }, "Votre commentaire"), make("span", { class: "hint", id: "mot-aide" }, "Une ou deux phrases, sans nom de malade."), area), state, make("div", { class: "btns" }, say, follow));
    const complain = (why) => { if (why) { state.className = "far"; state.textContent = why; } };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = area.value.trim();
      if (!text && !row) { state.className = "far"; state.textContent = "Écrivez un commentaire."; area.focus(); return; }
      complain(await keep(key, text, row ? row.a_suivre : null));
    });
    follow.addEventListener("click", async () => { complain(await keep(key, area.value.trim(), !told(key).suivi)); });
    return form;
  }
  /* From the server when it answers: the curve, the twelve months, who changed what. */
  async function more(key, place, url) {
    try {
      const answer = await fetch(url, { credentials: "same-origin", redirect: "error", signal: AbortSignal.timeout(15000) });
      const part = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-cell-file]");
      if (part && at === key) { place.replaceChildren(document.adoptNode(part)); return; }
    } catch { /* no network: what the device knows stays */ }
    if (at === key) place.querySelector("[data-wait]")?.replaceChildren("La courbe et l’historique se lisent quand le serveur répond.");
  }
  const urlOf = (key) => `/rapports/${desk().report.id}/${desk().reckon.cells[key].section}/${key}/`;
  function fill() {
    const key = at, { reckon, report, current } = desk(), cell = reckon.cells[key], value = current()[key];
    const words = value === undefined ? "Case vide" : shown(cell.type, value);
    const close = make("button", { type: "button", class: "btn alt thin shut-it", "data-close": "" }, "Fermer"), place = make("div", {});
    close.addEventListener("click", () => dialog.close());
    place.append(make("h2", {}, "Douze mois"), facts(key), make("p", { class: "note", "data-wait": "" }, "La courbe et l’historique arrivent…"));
    dialog.replaceChildren(close, make("p", { class: "over" }, definitionName(cell)), make("h1", { id: "panneau-titre" }, cell.label), make("p", {}, make("b", {}, words)),
      make("h2", {}, "Commentaires"), make("div", { "data-thread": "" }, thread(key)), make("div", { "data-write": "" }, ...(report.commente.includes(cell.section) ? [writing(key)] : [])), place, make("p", {}, make("a", { href: urlOf(key) }, "Ouvrir la page de cette case")));
    more(key, place, urlOf(key));
  }
  /* What was said has moved; a sentence that is being typed stays under the hand, unless it has just been kept. */
  function renew(kept) {
    const write = dialog.querySelector("[data-write]"), area = write.querySelector("#mot"), inside = write.contains(document.activeElement) || document.activeElement === document.body;
    dialog.querySelector("[data-thread]").replaceChildren(thread(at));
    if (!area || (!kept && area.value !== area.defaultValue)) return;
    write.replaceChildren(writing(at));
    if (inside) write.querySelector("#mot").focus();
  }
  const definitionName = (cell) => desk().definition.sections.find((one) => one.code === cell.section).nom;

  function open(key) {
    if (!desk() || !desk().reckon.cells[key]) return;
    at = key;
    if (!dialog) {
      dialog = make("dialog", { class: "panel", "aria-labelledby": "panneau-titre" });
      dialog.addEventListener("close", () => { const field = desk().fieldOf.get(at); at = null; field?.focus({ preventScroll: true }); });
      document.body.append(dialog);
    }
    fill();
    dialog.showModal();
    dialog.querySelector("[data-close]").focus();
  }

  // ---- The three ways to it ----
  const keyOf = (target) => (target && target.name && target.name.startsWith("c.") && target.closest(".cell") ? target.name.slice(2) : "");
  let last = "";
  function arm() {
    const form = desk().form, line = (link) => link.closest("tr").querySelector(":focus")?.name?.slice(2) || link.getAttribute("href").replace(/\/$/, "");
    form.addEventListener("keydown", (event) => { const key = keyOf(event.target); if (event.key === "F2" && key && !event.altKey && !event.ctrlKey && !event.shiftKey) { event.preventDefault(); open(key); } });
    form.addEventListener("mousedown", (event) => { if (event.target.closest(".more")) event.preventDefault(); }); // the cell keeps the focus
    form.addEventListener("click", (event) => { const link = event.target.closest(".more"); if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); open(line(link)); } });
    const bar = document.querySelector(".bar");
    button = make("button", { type: "button", class: "btn alt thin tell", hidden: "", "aria-keyshortcuts": "F2" }, symbol("info"), make("span", {}, ""));
    if (bar) bar.prepend(button);
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => open(last));
    form.addEventListener("focusin", (event) => {
      const key = keyOf(event.target);
      if (!key) return;
      last = key;
      button.hidden = false;
      button.lastElementChild.textContent = ` Détail\u00a0: ${desk().reckon.cells[key].label}`;
    });
    desk().sync.sent(async () => { await load(); await desk().refresh(); if (at) renew(false); });
    const asked = location.pathname.split("/")[5];
    if (asked && desk().reckon.cells[asked]) setTimeout(() => open(asked));
    return load();
  }
  Jeka.panel = { mark, arm, open, unsent: () => [...waiting.values()] };
})();
