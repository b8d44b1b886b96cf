/* The monthly form while one types: the keyboard, the state of each cell, sums, controls, indicators, the bar at the foot.
   What is typed is on the device before the next cell; it leaves by itself when the server answers. */
window.Jeka = window.Jeka || {};
(() => {
  const { tried, shown, counted } = Jeka.numbers;
  const { TONES, make, totalText, fieldsOf, locked, untouched, taken, begun, fill, stateOf, paint, under, note, duel, tell } = Jeka.cells;
  const PREFIX = "c.", TYPING = 400, SENDING = 1200;

  /* The totals of every table of cells under ``root``. */
  function tableSums(root, reckon, values) {
    for (const table of root.querySelectorAll("table")) {
      const lines = [...table.tBodies[0].rows].filter((row) => row.querySelector(".cell > input"));
      const grid = lines.map((line) => [...line.querySelectorAll(".cell > input")].map((field) => field.name.slice(PREFIX.length)));
      if (!grid.length || grid.some((line) => line.length !== grid[0].length)) continue; // « non détaillé »: the server knows
      lines.forEach((line, at) => { const out = line.querySelector(".tot"); if (out) out.textContent = totalText(reckon.added(values, grid[at])); });
      [...table.querySelectorAll(".sumrow .tot")].forEach((out, at) => {
        out.textContent = totalText(reckon.added(values, at < grid[0].length ? grid.map((line) => line[at]) : grid.flat()));
      });
    }
  }

  /* ``desk``: { form, bar, store, sync, report, definition, section }; the form is on the page, its fields empty or filled. */
  async function mount(desk) {
    const { form, store, sync, report, definition, section } = desk;
    const reckon = Jeka.reckoner(definition, report);
    const fields = fieldsOf(form);
    const keyOf = (field) => field.name.slice(PREFIX.length);
    const fieldOf = new Map(fields.map((field) => [keyOf(field), field]));
    let typed = new Map(), findings = [], lost = new Set(); // lost: typed, and not even kept on this device

    const sight = report.sections;
    const mine = (key) => typed.get(key);
    const current = () => reckon.laid(report.valeurs, typed.values());
    async function load() {
      typed = new Map((await store.typedIn(report.id)).map((row) => [row.key, row]));
      lost = new Set([...store.spare.values()].filter((row) => row.report === report.id).map((row) => row.key));
    }

    // ---- One cell ----
    function draw(field) {
      const key = keyOf(field), row = mine(key), { type, label } = reckon.cells[key], value = report.valeurs[key];
      if (!queued.has(field) && !waiting.has(field)) fill(field, type, row ? row.text : shown(type, value));
      const odd = () => findings.some((found) => found.severity !== "information" && found.cells.includes(key));
      paint(field, stateOf(field, row, value, odd), { name: label, row, notes: notesOf(key).map(({ id }) => id) });
      Jeka.panel?.mark(field, key);
    }

    // ---- What is to be said under a line ----
    function notesOf(key) {
      const row = mine(key), notes = [];
      if (row && row.state === "bad") notes.push({ id: `n.${key}`, tone: "far", mark: "cross", title: reckon.cells[key].label, text: `${row.why} Gardé tel quel, pas compté.`, ways: [giveUp(row)] });
      if (row && row.state === "ref") notes.push({ id: `n.${key}`, tone: "far", mark: "bang", title: "Envoi refusé, valeur gardée", text: row.why, ways: [way("Envoyer de nouveau", () => again(row)), giveUp(row)] });
      if (lost.has(key)) notes.push({ id: `p.${key}`, tone: "far", mark: "bang", title: "Cet appareil n’a plus de place", text: "Gardé dans la page seulement\u00a0: ne la fermez pas avant l’envoi." });
      for (const found of findings) {
        if (found.cells.find((one) => fieldOf.has(one)) !== key) continue;
        const [tone, mark, title] = TONES[found.severity];
        notes.push({ id: `n.${found.id}`, tone, mark, title, text: found.message });
      }
      return notes;
    }
    /* A small button under a line. */
    function way(words, act) {
      const button = make("button", { type: "button", class: "link" }, words);
      button.addEventListener("click", act);
      return button;
    }
    async function again(row) {
      await store.type({ ...row, state: "wait", why: "" });
      await refresh();
      await sync.flush();
      fieldOf.get(row.key).focus();
    }
    /* The value of the server takes the place of what was typed. */
    async function restore(key, value = null) {
      await keep(key, shown(reckon.cells[key].type, value), value);
      await refresh();
    }
    function giveUp({ key }) {
      const value = report.valeurs[key];
      return way(value === undefined ? "Vider la case" : `Reprendre la valeur reçue\u00a0: ${shown(reckon.cells[key].type, value)}`, async () => { await restore(key, value); fieldOf.get(key).focus(); });
    }
    function choice(key) {
      const row = mine(key), { label, type } = reckon.cells[key], theirs = row.theirs.valeur;
      const at = new Date(row.at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }).replace(":", " h ");
      return duel(fieldOf.get(key), label, type, row, {
        mine: `vous, à ${at}`,
        keep: async () => { await keep(key, row.text, theirs); sync.soon(0); await refresh(); },
        take: async () => { report.valeurs[key] = theirs ?? undefined; await restore(key, theirs); },
      });
    }
    function annotate() {
      form.querySelectorAll("tr.msg").forEach((old) => old.remove());
      for (const line of form.querySelectorAll("tbody tr")) {
        const keys = fieldsOf(line).map(keyOf), width = line.closest("table").tHead.rows[0].cells.length;
        line.after(...keys.flatMap((key) => [
          ...notesOf(key).map(({ id, tone, mark, title, text, ways = [] }) => under(width, {}, note(id, tone, mark, title, text), ...ways)),
          ...(mine(key)?.state === "two" ? [under(width, {}, choice(key))] : []),
        ]));
      }
    }

    // ---- Sums, indicators, the bar ----
    function sums(values) {
      tableSums(form, reckon, values);
      for (const one of reckon.indicators(section, values)) {
        const out = document.querySelector(`[data-indicator="${one.code}"]`);
        if (out) out.textContent = one.text;
      }
    }
    function bar(values) {
      const [full, asked] = reckon.filled(values, sight), rows = [...typed.values()];
      const stops = findings.filter((found) => found.severity === "bloquant");
      const wrong = rows.filter((row) => row.state !== "wait");
      const waits = rows.length - wrong.length;
      tell("filled", `${full} / ${asked}`);
      tell("wrong", wrong.length + stops.length ? `${wrong.length + stops.length} à corriger` : "");
      tell("right", wrong.length + stops.length ? "" : "rien à corriger");
      const silent = findings.filter((found) => found.severity === "commentaire" && !(report.commentaires[found.id] || "").trim()).length;
      tell("explain", silent ? `${silent} à commenter` : "");
      tell("wait", waits ? `${counted(waits, "case", "cases")} en attente d’envoi` : "");
      const first = wrong[0]?.key || stops[0]?.cells[0];
      for (const link of document.querySelectorAll("a[data-bar=wrong], [data-bar=wrong] a")) if (first) link.href = fieldOf.has(first) ? `#${PREFIX}${first}` : `../${reckon.cells[first].section}/#${PREFIX}${first}`;
      for (const part of document.querySelectorAll("[data-rail]")) {
        const [here, of] = reckon.filled(values, [part.dataset.rail]);
        part.textContent = `${here}/${of}`;
      }
    }
    function refreshNow() {
      const values = current();
      findings = reckon.findings(values);
      fields.forEach(draw);
      annotate();
      sums(values);
      bar(values);
    }
    async function refresh() { await load(); refreshNow(); }

    // ---- Keeping what is typed ----
    async function keep(key, text, base) {
      const before = mine(key), { type, section: part } = reckon.cells[key], { value, why } = tried(type, text);
      const known = base !== undefined ? base : before ? before.base : report.valeurs[key] ?? null;
      const row = { report: report.id, section: part, key, text, base: known, state: why ? "bad" : "wait", why, at: Date.now() };
      if (!why && value === known) await store.putBack(row); else await store.type(row);
    }
    const waiting = new Map(); // field → timer
    let last = Promise.resolve(); // one after the other, in the order they were typed
    const queued = new Map(); // field → its texts that are not kept yet
    function commit(field) {
      clearTimeout(waiting.get(field));
      waiting.delete(field);
      const text = field.value;
      if (untouched(field) && !lost.has(keyOf(field))) return last; // what stands there is what this page wrote
      taken(field);
      queued.set(field, (queued.get(field) || 0) + 1);
      last = last.catch(() => {}).then(() => keepNow(field, text)).finally(() => {
        const left = queued.get(field) - 1;
        if (left) queued.set(field, left); else queued.delete(field);
      });
      return last;
    }
    async function keepNow(field, text) {
      const key = keyOf(field), row = mine(key);
      const before = row ? row.text : shown(reckon.cells[key].type, report.valeurs[key]);
      if (text.trim() === before.trim() && !lost.has(key)) return;
      await keep(key, text);
      await refresh();
      sync.soon(SENDING);
    }
    const settle = () => Promise.all([last, ...[...waiting.keys(), document.activeElement].filter((field) => fields.includes(field)).map(commit)]);

    // ---- The keyboard ----
    function go(field, step) {
      const open = fields.filter((one) => !locked(one) && !one.hidden), next = open[open.indexOf(field) + step];
      if (next) { next.focus(); next.select?.(); } else if (field && step > 0) commit(field).then(() => { if (desk.next) location.href = `${desk.next}#premiere`; else document.querySelector(".bar [value=verifier]")?.focus(); });
    }
    let found = ""; // what the cell held when it was entered
    form.addEventListener("focusin", (event) => { if (fields.includes(event.target)) found = event.target.value; });
    form.addEventListener("keydown", (event) => {
      const field = event.target;
      if (!fields.includes(field)) return;
      if (event.key === "Escape") {
        field.value = found;
        commit(field);
        return;
      }
      const arrows = field.tagName === "INPUT" ? { ArrowDown: 1, ArrowUp: -1 } : {};
      const step = { Enter: event.shiftKey ? -1 : 1, ...arrows }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      go(field, step);
    });
    form.addEventListener("input", (event) => {
      const field = event.target;
      if (!fields.includes(field)) return;
      clearTimeout(waiting.get(field));
      waiting.set(field, setTimeout(() => commit(field), TYPING));
    });
    form.addEventListener("input", () => navigator.storage?.persist?.(), { once: true });
    form.addEventListener("change", (event) => { if (fields.includes(event.target)) commit(event.target); });
    addEventListener("beforeunload", (event) => { if (lost.size) event.preventDefault(); });
    addEventListener("pagehide", () => { settle(); });

    // ---- Leaving by a button ----
    async function leave(where) {
      await settle();
      await sync.flush();
      if (where) location.href = where;
    }
    function told(sum) {
      if (!sum) return;
      const words = [];
      if (sum.received) words.push(`Reçu à ${sum.at}\u00a0: ${counted(sum.received, "case", "cases")}.`);
      if (sum.refused) words.push(`${counted(sum.refused, "case refusée, gardée", "cases refusées, gardées")} ici.`);
      if (sum.conflicts) words.push(`${counted(sum.conflicts, "case a", "cases ont")} deux valeurs\u00a0: choisissez.`);
      for (const name of sum.erased) words.push(`«\u00a0${name}\u00a0» a changé\u00a0: son visa ou sa signature est à refaire.`);
      for (const act of sum.acted) words.push(act.fait ? "Déclaration reçue." : act.pourquoi);
      if (words.length) tell("said", words.join(" "));
    }
    const places = { "": null, suite: desk.next, verifier: desk.check, completer: `${desk.check}#declarer` };
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=puis]");
      if (!button || !(button.value in places)) return;
      event.preventDefault();
      leave(places[button.value]);
    });
    form.addEventListener("submit", (event) => event.preventDefault());

    // ---- What the server says ----
    const STATES = { offline: "Hors connexion", "signed-out": "Session terminée\u00a0: connectez-vous pour envoyer", other: "Une autre personne est connectée", ok: "" };
    async function heard(status) {
      const last = await store.get("kept", "contact");
      tell("contact", status.state === "ok" || status.state === "unknown" ? (last ? `Serveur joint à ${last}` : "") : `${STATES[status.state]}${last ? `, joint à ${last}` : ""}`);
      for (const link of document.querySelectorAll("[data-sign-in]")) { link.hidden = status.state !== "signed-out"; link.href = `/connexion/?next=${encodeURIComponent(location.pathname)}`; }
    }
    sync.listen(heard);
    async function renew(now) { // ``now``: what the server has just said, should the device have had no place for it
      const fresh = await store.report(report.id);
      if (fresh) Object.assign(report, fresh);
      if (now && now.version >= report.version) Object.assign(report, now);
      await refresh();
    }
    Jeka.store.tell.addEventListener("message", () => renew());
    sync.sent(async (sum) => { told(sum); await renew(sum.now[report.id]); });

    Jeka.desk = { ...desk, refresh, current, reckon, settle, fieldOf, rows: () => [...typed.values()] };
    const early = fields.filter(begun);
    fields.filter((field) => !early.includes(field)).forEach(taken);
    await load();
    await Promise.all(early.map(commit));
    await Jeka.panel?.arm();
    await refresh();
    heard(sync.status);
    if (location.hash === "#premiere") go(null, 1);
    else if (location.hash === "#imprimer") window.print();
    else if (location.hash.startsWith(`#${PREFIX}`)) fieldOf.get(decodeURIComponent(location.hash.slice(1 + PREFIX.length)))?.focus();
    document.documentElement.dataset.ready = "1";
  }
  Jeka.form = { mount, sums: tableSums };
})();
