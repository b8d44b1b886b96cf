/* The sheet of the month drawn from what the device keeps: the layout of the server's own, cells that are not sent yet marked.
   Ctrl+P on a form prints it whole. */
window.Jeka = window.Jeka || {};
(() => {
  const { make } = Jeka.cells, { sums } = Jeka.form, { write, counted } = Jeka.numbers;
  const NOT_SENT = "\u00a0*", WRONG = "\u00a0?", OFFICES = [["Secrétaire de l’ASACO", "déclaration"], ["DTC", "visa des sections cliniques"], ["Président de l’ASACO", "signature des sections de gestion"]];
  const line = () => make("span", { class: "line" });

  /* What stands in a box. */
  function boxed(type, value, row) {
    if (row && row.state !== "wait") return make("i", { class: "wait" }, `${row.text || "vide"}${WRONG}`);
    if (value === undefined) return make("span", { class: "nil" }, row ? `vide${NOT_SENT}` : "vide");
    const words = value === "NA" ? "s.\u00a0o." : type === "B" ? (value ? "oui" : "non") : write(value);
    if (row) return make("i", { class: "wait" }, `${words}${NOT_SENT}`);
    return value === "NA" ? make("span", { class: "so" }, words) : words;
  }
  /* The tables of a section: those of the form, their fields become boxes. */
  function tables(html, reckon, values, byKey) {
    const inside = make("div");
    inside.innerHTML = html; // drawn by the server, from the template of its own page
    sums(inside, reckon, values);
    inside.querySelectorAll("small, .more, colgroup").forEach((old) => old.remove());
    inside.querySelectorAll(".frame").forEach((frame) => frame.replaceWith(...frame.childNodes));
    for (const table of inside.querySelectorAll("table")) {
      const heads = [...table.tHead.rows[0].cells].slice(1).map((head) => head.textContent);
      table.className = `sh w${heads.length}${heads.length === 1 && heads[0] === "Nombre" ? " bare" : ""}`;
      if (table.caption.className === "sr") { table.setAttribute("aria-label", table.caption.textContent); table.caption.remove(); }
      for (const td of table.querySelectorAll(".cell")) {
        const key = td.firstElementChild.name.slice(2), value = values[key];
        td.className = value === "NA" ? "bx na" : "bx";
        td.replaceChildren(boxed(reckon.cells[key].type, value, byKey.get(key)));
      }
      table.querySelectorAll(".tot").forEach((td) => { td.className = "bx t"; });
    }
    return [...inside.childNodes];
  }
  function said(report, reckon, values, words) {
    const items = reckon.findings(values).map((found) => {
      const text = (report.commentaires || {})[found.id];
      return make("li", {}, make("b", {}, { bloquant: "À corriger", commentaire: text ? "Commenté" : "Commentaire demandé", information: "Information" }[found.severity]), ` (${found.id})\u00a0: ${found.message}${text ? ` «\u00a0${text}\u00a0»` : ""}`);
    });
    for (const [key, note] of Object.entries(report.notes || {})) {
      if (reckon.cells[key]) items.push(make("li", {}, make("b", {}, reckon.cells[key].label), note.suivi ? " (à suivre)" : "", ...note.fil.filter(([text]) => text).map(([text, name, at]) => `\u00a0: «\u00a0${text}\u00a0», ${name}, ${at}`)));
    }
    for (const { key, texte, a_suivre } of words) {
      if (reckon.cells[key]) items.push(make("li", {}, make("b", {}, reckon.cells[key].label), a_suivre ? " (à suivre)" : "", texte ? `\u00a0: «\u00a0${texte}\u00a0»` : "", NOT_SENT));
    }
    return items.length ? [make("section", { class: "a4-said" }, make("h3", {}, "Contrôles et commentaires"), make("ul", {}, ...items))] : [];
  }

  /* ``desk``: { report, definition, reckon }; ``rows``: what is typed; ``words``: what is said and not sent. */
  function draw({ report, definition, reckon }, rows, words = []) {
    const values = reckon.laid(report.valeurs, rows), byKey = new Map(rows.map((row) => [row.key, row]));
    const [done, asked] = reckon.filled(values, report.sections);
    const word = { complet: "Complet", valide: "Validé" }[report.etat] || `Projet, ${report.etat_mots}`;
    const state = rows.length ? `Projet, ${counted(rows.length, "case non envoyée", "cases non envoyées")}` : word;
    const facts = [["Aire de santé", report.aire], ["Commune", report.commune], ["District sanitaire", report.district], ["Mois", report.mois], ["Période", `du ${report.du} au ${report.au}`], ["Cases remplies", `${done} sur ${asked}`]];
    const sections = report.sections.map((code) => {
      const part = definition.sections.find((one) => one.code === code);
      return make("section", {}, make("h3", {}, part.nom), ...tables(part.html, reckon, values, byKey));
    });
    return make("article", { class: "a4" }, make("p", { class: "running", "aria-hidden": "true" }, make("span", {}, `${report.aire}, ${report.mois}, ${state.split(",")[0].toLowerCase()}`)),
      make("header", {}, make("h2", { class: "a4-title" }, "Rapport mensuel du centre de santé communautaire ", make("b", { class: "a4-state" }, state)),
        make("dl", { class: "a4-facts" }, ...facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value || line())))),
        ...(document.querySelector(".demo") ? [make("p", { class: "a4-demo" }, document.querySelector(".demo").textContent)] : []),
        make("p", { class: "a4-key" }, make("span", { class: "nil" }, "vide"), "\u00a0: pas compté. ", make("b", {}, "0"), "\u00a0: il n’y en a pas eu. ", make("span", { class: "so" }, "s.\u00a0o."), `\u00a0: sans objet ici. «\u00a0—\u00a0»\u00a0: il manque une case.${rows.length || words.length ? " Étoile\u00a0: pas encore chez le serveur. Point d’interrogation\u00a0: à corriger, pas compté." : ""}`)),
      make("div", { class: "a4-cols" }, ...sections), ...said(report, reckon, values, words),
      make("section", { class: "a4-signs" }, make("h3", {}, "Signatures"), make("div", {}, ...OFFICES.map(([office, deed]) => make("div", {}, make("b", {}, office), " ", make("small", {}, deed), make("p", {}, "Nom\u00a0: ", line()), make("p", {}, "Date\u00a0: ", line()), make("p", {}, "Signature\u00a0:"))))));
  }

  // Ctrl+P on a form: the whole month, drawn at that instant, gone when it is printed.
  let drawn = null;
  addEventListener("beforeprint", () => { if (Jeka.desk && !drawn) { drawn = draw(Jeka.desk, Jeka.desk.rows(), Jeka.panel ? Jeka.panel.unsent() : []); document.body.append(drawn); } });
  addEventListener("afterprint", () => { if (drawn) drawn.remove(); drawn = null; });
  Jeka.sheet = { draw };
})();
