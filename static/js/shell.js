/* Without the server: the pages of a report drawn from what the device keeps, at their usual addresses. */
(() => {
  const { make, symbol } = Jeka.cells, { counted } = Jeka.numbers;
  const place = document.getElementById("coque");
  const HARD = "\u00a0";

  function draw(name) {
    const page = document.getElementById(`t-${name}`).content.cloneNode(true);
    const slots = Object.fromEntries([...page.querySelectorAll("[data-slot]")].map((node) => [node.dataset.slot, node]));
    place.replaceChildren(page);
    return slots;
  }
  const show = (slot, words) => { slot.hidden = !words; (slot.querySelector("[data-words]") || slot).textContent = words; };
  const days = (until) => Math.round((new Date(`${until}T00:00`) - new Date(new Date().toDateString())) / 86400000);
  const today = () => new Date().toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });

  /* The report with what is typed laid over it. */
  async function held(house, report, definition) {
    const reckon = Jeka.reckoner(definition, report), rows = await house.store.typedIn(report.id);
    return { reckon, values: reckon.laid(report.valeurs, rows), rows };
  }
  function rail(slot, report, definition, current, reckon, values) {
    slot.replaceChildren(...report.sections.map((code) => {
      const section = definition.sections.find((one) => one.code === code), [full, asked] = reckon.filled(values, [code]);
      return make("li", {}, make("a", { href: `/rapports/${report.id}/${code}/`, "aria-current": code === current ? "true" : null }, make("span", {}, section.nom), make("span", { class: "nowrap", "data-rail": code }, `${full}/${asked}`)));
    }));
  }

  async function section(house, pack, report, definition, code) {
    const slots = draw("section"), part = definition.sections.find((one) => one.code === code);
    const { reckon, values } = await held(house, report, definition);
    document.title = `${part.nom}, ${report.aire}`;
    slots.over.textContent = `${report.aire}, ${report.mois}`;
    slots.title.textContent = part.nom;
    const option = (value, words, chosen) => { const made = make("option", { value }, words); made.selected = chosen; return made; };
    const choose = place.querySelector("[data-choose]");
    choose.rapport.append(...pack.rapports.map((one) => option(one.id, `${one.aire}, ${one.mois}`, one.id === report.id)));
    choose.section.append(...report.sections.map((one) => option(one, definition.sections.find((s) => s.code === one).nom, one === code)));
    choose.addEventListener("submit", (event) => { event.preventDefault(); location.href = `/rapports/${choose.rapport.value}/${choose.section.value}/`; });
    show(slots.back, report.retour);
    rail(slots.rail, report, definition, code, reckon, values);
    slots.cells.innerHTML = part.html; // drawn by the server, from the same template as its own page
    const why = report.verrous[code] || "";
    show(slots.lock, why);
    const fields = [...slots.cells.querySelectorAll(".cell > input, .cell > select")];
    for (const field of fields) {
      if (why) { if (field.tagName === "INPUT") { field.readOnly = true; field.tabIndex = -1; } else field.disabled = true; }
    }
    const mine = definition.indicateurs.filter((one) => one.section === code);
    slots.indicators.hidden = !mine.length;
    slots.indicators.querySelector("dl").append(...mine.map((one) => make("div", {}, make("dt", {}, one.nom), make("dd", {}, make("b", { "data-indicator": one.code }, "—")))));
    const left = days(report.avant), due = place.querySelector("[data-bar=due]");
    due.textContent = left > 0 ? `${report.quoi} dans ${counted(left, "jour", "jours")}` : left === 0 ? `${report.quoi} aujourd’hui` : "En retard";
    const at = report.sections.indexOf(code), next = report.sections[at + 1];
    const form = place.querySelector("#cases");
    Object.assign(form.dataset, { report: report.id, version: report.version, section: code });
    await Jeka.form.mount({ ...house, report, definition, form, section: code, next: next ? `/rapports/${report.id}/${next}/` : null, check: `/rapports/${report.id}/verifier/` });
  }

  async function check(house, pack, report, definition) {
    const slots = draw("check"), { reckon, values, rows } = await held(house, report, definition);
    const link = (key, words) => make("a", { href: `/rapports/${report.id}/${reckon.cells[key].section}/#c.${key}` }, words);
    const item = (tone, text, key) => make("div", { class: `notice ${tone}` }, symbol(tone || "info"), make("div", {}, make("p", {}, `${text} `, ...(key ? [link(key, "Voir la case")] : []))));
    const findings = reckon.findings(values), stops = findings.filter((one) => one.severity === "bloquant");
    slots.over.textContent = `${report.aire}, ${report.mois}`;
    const wrong = rows.filter((row) => row.state !== "wait");
    slots.blocking.append(...wrong.map((row) => item("far", `${reckon.cells[row.key].label}${HARD}: ${row.why || "deux valeurs, choisissez"}`, row.key)), ...stops.map((one) => item("far", one.message, one.cells[0])));
    if (!wrong.length && !stops.length) slots.blocking.append(make("p", { class: "ok" }, "Rien à corriger."));
    const empty = reckon.missing(values, report.sections);
    for (const code of report.sections) {
      const keys = empty.filter((key) => reckon.cells[key].section === code);
      if (!keys.length) continue;
      slots.empty.append(make("details", keys.length < 7 ? { open: "" } : {}, make("summary", {}, `${definition.sections.find((one) => one.code === code).nom}${HARD}: ${counted(keys.length, "case vide", "cases vides")}`),
        make("div", {}, make("ul", {}, ...keys.map((key) => make("li", {}, link(key, reckon.cells[key].label)))))));
    }
    if (!empty.length) slots.empty.append(make("p", { class: "ok" }, "Tout ce qui était demandé est rempli."));
    const act = await house.store.get("acts", report.id), asked = findings.filter((one) => one.severity === "commentaire");
    for (const one of asked) {
      const id = `r.${one.id}`, area = make("textarea", { class: "in", rows: 2, id, name: id, maxlength: 2000 });
      area.value = (act && act.comments[one.id]) || report.commentaires[one.id] || "";
      slots.comments.append(make("div", { class: "field" }, make("label", { for: id }, one.message), make("span", { class: "hint" }, "Dites pourquoi ce chiffre est juste, ou ", link(one.cells[0], "corrigez-le"), ". Sans nom de malade."), area));
    }
    if (!asked.length) slots.comments.append(make("p", { class: "ok" }, "Aucun commentaire demandé."));
    slots.informations.append(...findings.filter((one) => one.severity === "information").map((one) => item("", one.message, one.cells[0])));
    slots.person.textContent = pack.personne.nom;
    slots.today.textContent = today();
    slots.month.textContent = report.mois;
    slots.report.href = `/rapports/${report.id}/`;
    const form = place.querySelector("[data-declare]"), button = form.querySelector("button");
    const texts = () => Object.fromEntries([...form.querySelectorAll("textarea")].map((area) => [area.name.slice(2), area.value.trim()]).filter(([, text]) => text));
    const why = !report.declare ? "Votre fonction ne déclare pas le rapport."
      : new Date(`${report.fini}T00:00`) > new Date() ? "Le mois n’est pas fini\u00a0: il se déclare à partir de son dernier jour."
      : !["brouillon", "renvoye"].includes(report.etat) ? `Le rapport est ${report.etat_mots}.`
      : wrong.length || stops.length ? "Le rapport est à corriger." : !Object.keys(values).length ? "Le rapport est vide : rien ne peut être déclaré complet." : "";
    show(slots.why, why || (act && act.why) || "");
    button.disabled = Boolean(why);
    const waits = "Déclaré sur cet appareil\u00a0: la déclaration partira avec les chiffres dès que le serveur répond.";
    show(slots.declared, act && act.declare && !act.why ? waits : "");
    /* False: this device has no place for it, and says so. */
    async function keepAct(said) {
      try {
        await house.store.put("acts", { report: report.id, at: Date.now(), why: "", ...said, comments: texts() });
        return true;
      } catch {
        show(slots.why, "Cet appareil n’a plus de place\u00a0: rien de ce qui est écrit ici n’est gardé. Restez sur cette page jusqu’au retour du réseau.");
        return false;
      }
    }
    form.addEventListener("change", async () => { await keepAct({ declare: false, ...(await house.store.get("acts", report.id)) }); });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const silent = asked.find((one) => !texts()[one.id]);
      if (silent) { show(slots.why, `Un commentaire manque. ${silent.message}`); form.querySelector(`[name="r.${silent.id}"]`).focus(); return; }
      if (!(await keepAct({ declare: true }))) return;
      show(slots.why, "");
      show(slots.declared, waits);
      const sum = await house.sync.flush();
      if (sum && sum.acted.length) location.reload();
    });
  }

  async function whole(house, report, definition) {
    const slots = draw("report"), { reckon, values, rows } = await held(house, report, definition);
    document.title = `${report.aire}, ${report.mois}`;
    slots.over.textContent = `Rapport mensuel, du ${report.du} au ${report.au}`;
    slots.title.textContent = `${report.aire}, ${report.mois}`;
    slots.state.textContent = rows.length ? `${report.etat_mots}, ${counted(rows.length, "case en attente d’envoi", "cases en attente d’envoi")}` : report.etat_mots;
    slots.first.href = `/rapports/${report.id}/${report.sections[0]}/`;
    slots.check.href = `/rapports/${report.id}/verifier/`;
    rail(slots.rail, report, definition, "", reckon, values);
    const { notes } = await house.store.unsent();
    const said = notes.filter((note) => note.report === report.id);
    slots.sheets.append(Jeka.sheet.draw({ report, definition, reckon }, rows, said));
  }

  async function home(house, pack) {
    const slots = draw("home");
    slots.lead.textContent = `${pack.personne.nom}, voici les rapports que cet appareil garde.`;
    const { typed, acts } = await house.store.unsent();
    slots.reports.append(...pack.rapports.map((report) => {
      const waits = typed.filter((row) => row.report === report.id).length, act = acts.find((one) => one.report === report.id);
      const words = [report.etat_mots, waits && counted(waits, "case en attente", "cases en attente"), act && act.declare && "déclaration en attente"].filter(Boolean).join(", ");
      return make("li", {}, make("a", { href: `/rapports/${report.id}/` }, make("span", {}, `${report.aire}, ${report.mois}`), make("span", {}, words)));
    }));
    Jeka.account.guardDoor(house);
    slots.at.textContent = `Lus sur le serveur le ${new Date(pack.le).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" })}.`;
  }

  async function open() {
    if (location.pathname === "/rapports/aller/") {
      const asked = new URLSearchParams(location.search), parts = [asked.get("aire"), asked.get("mois"), asked.get("section")].filter(Boolean);
      location.replace(parts.length > 1 ? `/rapports/${parts.join("/")}/` : "/");
      return null;
    }
    const house = await Jeka.account.start(Jeka.account.able ? await Jeka.store.who() : 0);
    const pack = house && (await house.store.pack());
    if (!pack) { draw("nothing"); return house; }
    const [, first, aire, month, code] = location.pathname.split("/");
    if (first !== "rapports" || !aire) { await home(house, pack); return house; }
    const found = await Jeka.account.carried(house, `${aire}/${month}`);
    if (!found) { draw("nothing"); return house; }
    const { report, definition } = found;
    if (!code || code === "feuille") await whole(house, report, definition);
    else if (code === "verifier" || code === "declarer") await check(house, pack, report, definition);
    else if (report.sections.includes(code)) await section(house, pack, report, definition, code);
    else draw("nothing");
    house.sync.sent(() => remain(house));
    await house.sync.flush();
    remain(house);
    return house;
  }
  /* The server is back: a page that is only read gives its place to the true one; a form stays under the hand. */
  function remain(house) {
    place.dataset.ready = "1";
    if (house.sync.status.state === "ok" && !place.querySelector("form[data-cells], form[data-declare]")) location.reload();
  }
  Jeka.ready = open();
})();
