/* The cells of a form while one types: their look, what is said under their line, the choice between two values.
   The same for one report and for several side by side. */
window.Jeka = window.Jeka || {};
(() => {
  const { tried, write, shown } = Jeka.numbers;
  const LOOKS = { // state → class, symbol, what a reader hears
    wait: ["c-wait", "wait", "enregistré sur cet appareil, en attente d’envoi"], ref: ["c-ref", "bang", "envoi refusé, valeur gardée"],
    bad: ["c-bad", "cross", "ce n’est pas une valeur"], two: ["c-two", "", "deux valeurs, choisir"], lock: ["c-lock", "lock", "verrouillé"],
    na: ["c-na", "", "sans objet"], odd: ["c-odd", "warn", "reçu par le serveur, à vérifier"], ok: ["c-ok", "tick", "reçu par le serveur"], "": ["", "", "vide"],
  };
  const TONES = { bloquant: ["far", "far", "À corriger"], commentaire: ["near", "warn", "Enregistré, commentaire demandé"], information: ["", "info", "Pour information"] };

  /* make("p", { class: "note" }, "text", node…) */
  function make(tag, attributes = {}, ...inside) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  }
  function symbol(name, tone = "") {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    made.setAttribute("class", tone ? `sym ${tone}` : "sym");
    made.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${document.body.dataset.symbols}#s-${name}`);
    made.append(use);
    return made;
  }
  const totalText = (value) => (value === undefined ? "—" : value === "NA" ? "s.\u00a0o." : write(value));

  // ---- The fields ----
  const fieldsOf = (root) => [...root.querySelectorAll(".cell > input, .cell > select")];
  const locked = (field) => field.readOnly || field.disabled;
  /* What this page last wrote in a field, or took from it: anything else was typed. */
  const known = new WeakMap();
  const untouched = (field) => known.get(field) === field.value;
  const taken = (field) => known.set(field, field.value);
  /* What came with the page and is to be kept: typed before this script ran, or handed back by the server as it was typed. */
  function begun(field) {
    const drawn = field.tagName === "SELECT" ? [...field.options].find((one) => one.defaultSelected)?.value || "" : field.defaultValue;
    return (!locked(field) && field.value !== drawn) || field.parentElement.matches(".c-bad, .c-ref");
  }
  /* The field says ``text``; under the hand, only when nobody is typing there and it is another figure. */
  function fill(field, type, text) {
    if (document.activeElement === field) {
      const { value, why } = tried(type, field.value);
      if (!untouched(field) || (why ? field.value : shown(type, value)) === text) return;
    }
    if (field.value !== text) field.value = text;
    if (field.value !== text) field.value = ""; // no such choice in the list
    taken(field);
  }

  // ---- One cell ----
  /* ``row``: what is typed and not received; ``odd``: does a control speak of it? */
  function stateOf(field, row, value, odd) {
    if (row) return row.state;
    if (locked(field)) return "lock";
    if (value === undefined) return "";
    return value === "NA" ? "na" : odd() ? "odd" : "ok";
  }
  /* ``name``: what a reader hears of it; ``notes``: the ids of what is said of it. */
  function paint(field, state, { name, row, notes, word }) {
    const td = field.parentElement, [look, mark, usual] = LOOKS[state];
    td.className = look ? `cell ${look}` : "cell";
    td.querySelectorAll(":scope > .sym, :scope > a").forEach((old) => old.remove());
    field.hidden = state === "two";
    if (state === "two") {
      td.append(make("a", { href: `#${field.id}.0` }, make("span", { class: "sr" }, `${name}, deux valeurs\u00a0: `),
        make("b", {}, row.text || "vide"), make("b", {}, row.theirs.mots), make("span", { class: "sr" }, "choisir")));
    } else if (mark) td.append(symbol(mark));
    field.setAttribute("aria-label", `${name}, ${word || usual}`);
    if (state === "bad") field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
    if (notes.length) field.setAttribute("aria-describedby", notes.join(" ")); else field.removeAttribute("aria-describedby");
  }

  // ---- Under a line ----
  const under = (width, attributes, ...inside) => make("tr", { class: "msg", ...attributes }, make("td", { colspan: width }, ...inside));
  const note = (id, tone, mark, title, text) => make("p", { class: tone || null, id }, symbol(mark), make("span", {}, make("b", {}, `${title}\u00a0: `), text));
  /* ``mine``: who typed it; ``keep`` and ``take``: what each button does. */
  function duel(field, name, type, row, { mine, keep, take }) {
    const choice = (words, by, act) => {
      const button = make("button", { type: "button", class: "btn alt" }, make("span", {}, words), make("small", {}, by));
      button.addEventListener("click", async () => { await act(); field.focus(); });
      return button;
    };
    const { valeur, nom, heure } = row.theirs;
    const box = make("fieldset", { class: "duel" }, make("legend", {}, `${name}\u00a0: deux valeurs. Choisissez.`),
      choice(`Garder ${row.text || "la case vide"}`, mine, keep),
      choice(`Garder ${valeur === null ? "la case vide" : shown(type, valeur)}`, [nom, heure].filter(Boolean).join(", "), take));
    box.querySelector("button").id = `${field.id}.0`;
    return box;
  }

  /* What the bar at the foot says under one name; hidden when there is nothing to say. */
  function tell(name, text) {
    for (const out of document.querySelectorAll(`[data-bar="${name}"]`)) {
      out.hidden = !text;
      const inside = out.querySelector("[data-words]") || out;
      if (inside.textContent !== text) inside.textContent = text;
    }
  }

  Jeka.cells = { TONES, make, symbol, totalText, fieldsOf, locked, untouched, taken, begun, fill, stateOf, paint, under, note, duel, tell };
})();
