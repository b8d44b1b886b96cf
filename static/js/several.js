/* Several reports side by side, typed from the paper: the keyboard in two directions, the state of each cell, the totals of each column.
   What is typed leaves by itself, one sending a column, as a device's; nothing is kept beyond the page, so leaving it warns. */
(() => {
  const form = document.querySelector("form[data-pile]"), told = document.getElementById("colonnes");
  if (!form || !told) return;
  const { tried, shown, write, counted } = Jeka.numbers;
  const { TONES, make, symbol, totalText, fieldsOf, locked, untouched, taken, fill, stateOf, paint, under, note, duel, tell } = Jeka.cells;
  const PREFIX = "c.", TYPING = 600, SENDING = 1200, RETRY = 20000, PATIENCE = 15000;
  const STATES = { offline: "Hors connexion\u00a0: gardez cette page ouverte", "signed-out": "Session terminée\u00a0: connectez-vous, cette page reprendra", other: "Une autre personne est connectée" };
  const DAMAGED = "L’envoi est arrivé abîmé. Retapez cette case.";
  const { formulaire, colonnes } = JSON.parse(told.textContent);
  const person = Number(document.body.dataset.person), reckon = Jeka.reckoner(formulaire, {});
  const columns = Object.entries(colonnes).map(([code, start]) => ({ code, ...start, typed: new Map(), words: new Map(), held: new Map(), sending: null }));
  const columnOf = new Map(columns.map((column) => [column.code, column]));

  // ---- Where a field stands ----
  const fields = fieldsOf(form);
  const places = new Map(fields.map((field) => {
    const [code, ...rest] = field.name.slice(PREFIX.length).split(".");
    return [field, { column: columnOf.get(code), key: rest.join("."), row: field.closest("tr") }];
  }));
  const inColumn = new Map(columns.map((column) => [column, fields.filter((field) => places.get(field).column === column)]));
  const at = (row, column) => inColumn.get(column).find((field) => places.get(field).row === row);
  const down = () => columns.flatMap((column) => inColumn.get(column)).filter((field) => !locked(field) && !field.hidden);

  // ---- One cell ----
  const lowered = (sentence) => sentence.charAt(0).toLowerCase() + sentence.slice(1);
  const current = (column) => reckon.laid(column.valeurs, [...column.typed].map(([key, { text }]) => ({ key, text })));
  function draw(field) {
    const { column, key } = places.get(field), { label, type } = reckon.cells[key], row = column.typed.get(key), value = column.valeurs[key];
    if (!row) fill(field, type, shown(type, value));
    const state = stateOf(field, row, value, () => column.controles.some((one) => one.gravite !== "information" && one.cases.includes(key)));
    const notes = row && row.why ? [key] : column.controles.filter((one) => one.cases.includes(key)).map((one) => one.code);
    const word = state === "wait" ? "en attente d’envoi" : ""; // nothing is kept beyond this page
    paint(field, state, { name: `${column.nom}, ${label}`, row, notes: notes.map((one) => `n.${column.code}.${one}`), word });
  }

  // ---- Under a line: what could not be kept, what must be chosen ----
  function annotate() {
    form.querySelectorAll("tr[data-made]").forEach((old) => old.remove());
    for (const [field, { column, key, row: line }] of [...places].reverse()) {
      const row = column.typed.get(key);
      if (!row || row.state === "wait") continue;
      const bad = row.state === "bad", text = bad ? `${row.why} Gardé tel quel, pas compté.` : `refusé, la valeur est gardée dans cette page. ${row.why}`;
      line.after(under(columns.length + 1, { "data-made": "" }, row.state === "two" ? choice(column, key, row, field)
        : note(`n.${column.code}.${key}`, "far", bad ? "cross" : "bang", column.nom, text)));
    }
  }
  function choice(column, key, row, field) {
    const { label, type } = reckon.cells[key], chosen = () => { refresh(column); soon(0); };
    return duel(field, `${column.nom}, ${lowered(label)}`, type, row, {
      mine: "vous, dans cette page",
      keep: () => { column.typed.set(key, { ...row, state: "wait", base: row.theirs.valeur }); chosen(); },
      take: () => { column.typed.delete(key); chosen(); },
    });
  }

  // ---- Controls of the section, an aire after the other ----
  const place = form.querySelector("[data-controls]");
  function controls() {
    if (place.contains(document.activeElement)) return; // nobody loses the comment they are writing
    const parts = columns.flatMap((column) => {
      const mine = column.controles.map((one) => [one, one.cases.find((key) => inColumn.get(column).some((field) => places.get(field).key === key))]).filter(([, key]) => key);
      return mine.length ? [make("h3", {}, column.nom), ...mine.map(([one, key]) => control(column, one, key))] : [];
    });
    place.replaceChildren(...parts);
    form.querySelector("[data-nothing]").hidden = parts.length > 0;
  }
  function control(column, one, key) {
    const held = column.held.get(one.code), text = column.words.get(one.code) ?? held ?? column.textes[one.code] ?? "", asks = one.gravite === "commentaire", id = `m.${column.code}.${one.code}`;
    const [tone, mark] = asks && text && held === undefined ? ["", "info"] : TONES[one.gravite], title = { bloquant: "À corriger", commentaire: "Commentaire demandé", information: "Pour information" }[one.gravite];
    const inside = make("div", {}, make("p", { id: `n.${column.code}.${one.code}` }, make("b", {}, `${title}. `), `${one.message} `, make("a", { href: `#${PREFIX}${column.code}.${key}` }, "Voir la case")));
    if (asks && !column.verrou) {
      const box = make("textarea", { id, name: id, class: "in", rows: 2, maxlength: 2000 });
      box.value = text;
      inside.append(make("div", { class: "field" }, make("label", { for: id }, "Ce que dit le papier, ou la personne qui l’apporte"), box));
    } else if (text) inside.append(make("p", { class: "say" }, text));
    return make("div", { class: `notice ${tone}`.trim() }, symbol(mark), inside);
  }
  form.addEventListener("change", (event) => {
    if (!event.target.name?.startsWith("m.")) return;
    const [, code, rule] = event.target.name.split("."), column = columnOf.get(code), text = event.target.value.trim();
    column.held.delete(rule);
    if (text && text !== column.textes[rule]) column.words.set(rule, text); else column.words.delete(rule);
    sums(column);
    bar();
    soon(SENDING);
  });

  // ---- Sums and the bar ----
  const troubled = (column) => column.held.size + [...column.typed.values()].filter((row) => row.state !== "wait").length;
  function sums(column) {
    const values = current(column);
    for (const out of form.querySelectorAll(`[data-total^="${CSS.escape(column.code)}."]`)) out.textContent = totalText(reckon.total(out.dataset.total.slice(column.code.length + 1), values));
    const [full, asked] = reckon.filled(values, formulaire.sections.map((section) => section.code));
    form.querySelector(`[data-filled="${CSS.escape(column.code)}"]`).textContent = `${full} / ${asked}`;
    const wrong = column.controles.filter((one) => one.gravite === "bloquant").length + troubled(column);
    const silent = column.controles.filter((one) => one.gravite === "commentaire" && !column.textes[one.code]).length;
    const words = wrong ? make("span", { class: "far" }, `${write(wrong)} à corriger`) : silent ? make("span", { class: "near" }, `${write(silent)} à commenter`) : "rien à corriger";
    form.querySelector(`[data-state="${CSS.escape(column.code)}"]`).replaceChildren(words, make("span", { class: "sr" }, `, ${column.nom}`));
  }
  const unsent = () => columns.reduce((sum, column) => sum + column.typed.size + column.words.size + column.held.size, 0);
  function bar() {
    const wrong = columns.reduce((sum, column) => sum + troubled(column), 0), waits = unsent() - wrong;
    tell("wrong", wrong ? `${write(wrong)} à corriger` : "");
    tell("wait", waits ? `${write(waits)} en attente d’envoi` : "");
    const first = fields.find((field) => { const { column, key } = places.get(field), row = column.typed.get(key); return row && row.state !== "wait"; });
    const column = columns.find(({ held }) => held.size), aim = first ? first.id : column && `m.${column.code}.${[...column.held.keys()][0]}`;
    for (const link of document.querySelectorAll("[data-bar=wrong] a")) if (aim) link.href = `#${aim}`;
  }
  function refresh(column) {
    inColumn.get(column).forEach(draw);
    annotate();
    sums(column);
    bar();
  }

  // ---- Keeping what is typed ----
  const timers = new Map();
  function keep(field) {
    clearTimeout(timers.get(field));
    timers.delete(field);
    if (untouched(field)) return; // what stands there is what this page wrote
    taken(field);
    const { column, key } = places.get(field), { type } = reckon.cells[key], row = column.typed.get(key);
    const text = field.value, before = row ? row.text : shown(type, column.valeurs[key]);
    if (text.trim() === before.trim()) return;
    const { value, why } = tried(type, text), kept = { text, base: row ? row.base : column.valeurs[key] ?? null, state: why ? "bad" : "wait", why };
    const going = column.sending && key in column.sending.cases;
    if (kept.state === "wait" && value === kept.base && !going) column.typed.delete(key); else column.typed.set(key, kept);
    refresh(column);
    soon(SENDING);
  }
  form.addEventListener("input", ({ target }) => {
    if (!places.has(target)) return;
    clearTimeout(timers.get(target));
    timers.set(target, setTimeout(keep, TYPING, target));
  });
  form.addEventListener("focusout", ({ target }) => { if (places.has(target)) keep(target); });
  form.addEventListener("change", ({ target }) => { if (places.has(target)) keep(target); });
  const settleTyping = () => [...timers.keys(), document.activeElement].filter((field) => places.has(field)).forEach(keep);
  addEventListener("beforeunload", (event) => { settleTyping(); if (unsent()) event.preventDefault(); });

  // ---- The keyboard: down a report, across to the neighbour ----
  function go(field) {
    if (!field) return false;
    field.focus();
    field.select?.();
    return true;
  }
  function step(field, by) {
    const open = down();
    return go(open[open.indexOf(field) + by]);
  }
  function across(field, by) {
    const { row, column } = places.get(field), order = by > 0 ? columns : [...columns].reverse();
    const next = order.slice(order.indexOf(column) + 1).map((one) => at(row, one)).find((one) => one && !locked(one) && !one.hidden);
    return go(next);
  }
  let found = ""; // what the cell held when it was entered
  form.addEventListener("focusin", ({ target }) => { if (places.has(target)) found = target.value; });
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!places.has(field) || event.altKey || event.ctrlKey || event.metaKey) return;
    const input = field.tagName === "INPUT", { selectionStart: from, selectionEnd: to } = field, end = input ? field.value.length : 0;
    const whole = from === 0 && to === end;
    let done = false;
    if (event.key === "Escape") { field.value = found; keep(field); done = true; }
    else if (event.key === "Enter") { step(field, event.shiftKey ? -1 : 1); done = true; }
    else if (event.key === "Tab") done = step(field, event.shiftKey ? -1 : 1); // at an end, out of the table
    else if (input && event.key === "ArrowDown") { step(field, 1); done = true; }
    else if (input && event.key === "ArrowUp") { step(field, -1); done = true; }
    else if (input && !event.shiftKey && event.key === "ArrowRight" && (whole || (from === to && to === end))) done = across(field, 1);
    else if (input && !event.shiftKey && event.key === "ArrowLeft" && (whole || (from === to && from === 0))) done = across(field, -1);
    if (done) event.preventDefault();
  });

  // ---- To the server: each sending is frozen until it is answered, and counts once ----
  const ask = (url, options = {}) => fetch(url, { cache: "no-store", credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options });
  let token = form.elements.csrfmiddlewaretoken.value, busy = null, timer = 0;
  function uuid() { // randomUUID is not there on a plain local network
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64; bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [8, 12, 16, 20, 32].map((to, i, all) => hex.slice(all[i - 1] || 0, to)).join("-");
  }
  function gather() {
    for (const column of columns) {
      if (column.sending) continue;
      const waiting = [...column.typed].filter(([, row]) => row.state === "wait");
      if (!waiting.length && !column.words.size) continue;
      column.sending = {
        operation: uuid(), personne: person, commentaires: Object.fromEntries(column.words),
        cases: Object.fromEntries(waiting.map(([key, row]) => [key, row.text])), base: Object.fromEntries(waiting.map(([key, row]) => [key, row.base])),
      };
    }
    return columns.filter((column) => column.sending);
  }
  class Away extends Error {} // its message is the state
  async function post(going, again = false) {
    const body = JSON.stringify({ envois: Object.fromEntries(going.map((column) => [column.code, column.sending])) });
    const answer = await ask(form.action, { method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
    if (answer.ok || answer.status === 409) return answer.json();
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Away("signed-out");
    if (answer.status === 403 && !again) {
      const probe = await (await ask("/sync/")).json();
      if (probe.personne !== person) throw new Away(probe.personne ? "other" : "signed-out");
      token = probe.jeton;
      return post(going, true);
    }
    if (answer.status < 500) {
      const why = answer.status === 403 || answer.status === 404 ? "Votre fonction ne donne plus cette saisie." : DAMAGED;
      return { envois: Object.fromEntries(going.map(({ code, sending: { cases, commentaires } }) => [code, { refusees: Object.fromEntries(Object.keys(cases).map((key) => [key, why])), acte: Object.keys(commentaires).length ? { pourquoi: why } : null }])) };
    }
    throw new Away("offline");
  }
  const TAGS = { brouillon: ["", "pen"], complet: ["on", "clock"], renvoye: ["stop", "back"], valide: ["done", "tick"] };
  function headed({ code }, { etat, etat_mots: words }) {
    const [look, mark] = TAGS[etat], tag = document.getElementById(`a.${code}`).querySelector(".tag");
    tag.className = `tag ${look}`.trim();
    tag.replaceChildren(symbol(mark), ` ${words.charAt(0).toUpperCase()}${words.slice(1)}`);
  }
  /* What became of each cell of a column. */
  function settle(column, answer, sum) {
    const { cases, commentaires } = column.sending, refused = answer.refusees || {}, conflicts = answer.conflits || {}, values = answer.valeurs;
    column.sending = null;
    for (const [key, text] of Object.entries(cases)) {
      const row = column.typed.get(key), same = row && row.text === text;
      if (!refused[key] && !conflicts[key]) sum.received += 1;
      if (!row) continue;
      if (conflicts[key]) column.typed.set(key, { ...row, state: same ? "two" : row.state, theirs: conflicts[key] });
      else if (refused[key]) { if (same) Object.assign(row, { state: "ref", why: refused[key] }); }
      else if (same) column.typed.delete(key);
      else row.base = values && key in values ? values[key] : null;
    }
    if (answer.acte && !answer.acte.pourquoi) {
      for (const [rule, text] of Object.entries(commentaires)) { column.textes[rule] = text; if (column.words.get(rule) === text) column.words.delete(rule); }
    } else if (answer.acte) { // kept in this page, sent again once it is changed
      sum.words.push(`${column.nom}, commentaire\u00a0: ${lowered(answer.acte.pourquoi)}`);
      for (const [rule, text] of Object.entries(commentaires)) if (column.words.get(rule) === text) { column.words.delete(rule); column.held.set(rule, text); }
    }
    for (const name of answer.effaces || []) sum.words.push(`${column.nom}\u00a0: «\u00a0${name}\u00a0» a changé, son visa ou sa signature est à refaire.`);
    if (values) {
      headed(column, answer);
      Object.assign(column, { valeurs: values, version: answer.version, controles: answer.controles });
      form.elements[`version.${column.code}`].value = answer.version;
      for (const rule of column.held.keys()) if (!answer.controles.some((one) => one.code === rule)) column.held.delete(rule);
      sum.at = answer.heure;
    }
    const lost = Object.keys(refused).length + Object.keys(conflicts).length;
    if (lost) sum.words.push(`${column.nom}\u00a0: ${counted(lost, "case à revoir", "cases à revoir")}.`);
  }
  async function send() {
    const going = gather();
    if (!going.length) return;
    let state = "ok";
    const sum = { received: 0, words: [], at: "" };
    try {
      const { envois } = await post(going);
      for (const column of going) settle(column, envois[column.code] || {}, sum);
    } catch (error) { state = error instanceof Away ? error.message : "offline"; }
    going.forEach((column) => refresh(column));
    controls();
    tell("contact", STATES[state] || "");
    for (const link of document.querySelectorAll("[data-sign-in]")) link.hidden = state !== "signed-out";
    if (sum.received) sum.words.unshift(`Reçu à ${sum.at}\u00a0: ${counted(sum.received, "case", "cases")}.`);
    if (sum.words.length) tell("said", sum.words.join(" "));
    if (state === "ok" && columns.some((column) => column.words.size || [...column.typed.values()].some((row) => row.state === "wait"))) soon(SENDING);
  }
  async function flush() {
    while (busy) await busy;
    busy = send().finally(() => { busy = null; });
    return busy;
  }
  function soon(delay) { clearTimeout(timer); timer = setTimeout(flush, delay); }
  addEventListener("online", flush);
  addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") flush(); });
  setInterval(flush, RETRY);

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[name=puis]");
    if (!button) return;
    event.preventDefault();
    settleTyping();
    await flush();
    if (button.value === "suite" && !unsent()) location.href = form.dataset.next;
    else if (!unsent() && !document.querySelector("[data-bar=said]").textContent) tell("said", "Aucune case n’a changé.");
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  fields.filter(locked).forEach((field) => { field.tabIndex = -1; });
  form.querySelectorAll("tr.msg:not(:has(fieldset))").forEach((old) => old.remove()); // said again below, and kept true
  fields.filter((field) => !locked(field)).forEach(keep); // what came back as typed, what the browser had kept
  columns.forEach(refresh);
  controls();
  document.documentElement.dataset.ready = "1";
})();
