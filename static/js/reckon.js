/* Sums, controls and indicators of one report, by the definitions the server sent: the same tree, the same order. */
window.Jeka = window.Jeka || {};
(() => {
  const { tried, write } = Jeka.numbers;
  const ORDER = { bloquant: 0, commentaire: 1, information: 2 };
  const whole = (value) => typeof value === "number" ? value : null;

  /* Σ of cells: undefined when one is vide; « sans objet » is neutral, "NA" when nothing else is there. */
  function added(values, keys) {
    let total = 0, numbers = false;
    for (const key of keys) {
      const value = values[key];
      if (value === undefined || value === null) return undefined;
      if (value !== "NA") { total += value; numbers = true; }
    }
    return numbers ? total : "NA";
  }

  const TWO = {
    "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => (b ? a / b : null),
    "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b, "==": (a, b) => a === b, "!=": (a, b) => a !== b,
  };
  const FACTS = { nombre: 0, moyenne: 1, ecart_type: 2, an_passe: 4 };
  const MATHS = { neg: (a) => -a, abs: Math.abs, max: Math.max, min: Math.min };
  const KINDS = { nombre: "N", montant: "M" }; // what a rule may be repeated over, beside sections

  function reckoner(form, report) {
    const facts = report.faits || {}, targets = report.cibles || {};
    const elements = form.elements;
    const keys = Object.fromEntries(Object.entries(elements).map(([code, element]) => [code, Object.keys(element.cases)]));
    const cells = {}; // those of the paper, and those of values that came without their detail
    for (const [code, element] of Object.entries(elements)) {
      for (const [key, short] of Object.entries(element.cases)) {
        cells[key] = { type: element.type, section: element.section, element: code, nd: element.nd, required: element.demande, label: short ? `${element.nom}, ${short}` : element.nom };
      }
    }
    for (const [code, { type, section, nd, nom }] of Object.entries(elements)) if (nd) cells[nd] = { type, section, element: code, nd, required: false, label: `${nom}, non détaillé` };
    const begins = (key, name) => key === name || key.startsWith(`${name}.`);

    function total(code, values) {
      const { nd } = elements[code];
      if (nd && typeof values[nd] === "number") return keys[code].reduce((sum, key) => sum + (typeof values[key] === "number" ? values[key] : 0), values[nd]);
      return added(values, keys[code]);
    }
    function sumOf(name, values) {
      if (elements[name]) return total(name, values);
      const inside = (keys[name.split(".")[0]] || []).filter((key) => begins(key, name));
      return inside.length ? added(values, inside) : undefined;
    }
    /* The number of a name, null when it has none here. */
    function named(name, now) {
      if (elements[name.split(".")[0]]) return whole(sumOf(name, now.values));
      return name in now.targets ? now.targets[name] : null;
    }
    function evaluate(node, now) {
      if (typeof node === "number") return node;
      if (typeof node === "string") return named(node, now);
      const [what, ...parts] = node;
      if (what in TWO) {
        const left = evaluate(parts[0], now), right = evaluate(parts[1], now);
        return left === null || right === null ? null : TWO[what](left, right);
      }
      if (now.told && what in now.told) return now.told[what];
      switch (what) {
        case "jours": return report.jours;
        case "mois": return 1;
        case "annee": return report.annee ?? null;
        case "si": { const test = evaluate(parts[0], now); return test === null ? null : evaluate(parts[test ? 1 : 2], now); }
        case "ou0": return named(parts[0], now) ?? 0;
        case "precedent": return facts[parts[0]] ? facts[parts[0]][3] : null;
        case "cumul": { const own = named(parts[0], now); return own === null ? null : own + (facts[parts[0]] ? facts[parts[0]][5] : 0); }
      }
      if (!(what in MATHS)) return null; // the server alone knows it
      const values = parts.map((part) => evaluate(part, now));
      if (values.includes(null)) return null;
      return MATHS[what](...values);
    }
    /* Whole, or with one decimal; the last digits of a product are let go first, as the server does. */
    function written(value) {
      const near = Number(value.toFixed(6));
      return Number.isInteger(near) ? write(near) : write(near, 1);
    }

    const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
    const filledOf = (names, values) => names.filter((key) => values[key] !== undefined);

    /* What a rule is repeated over: [code, name, cells to look at, what is told of it]; those without a number apart. */
    function elementsOf(type, values) {
      return Object.entries(elements).filter(([, one]) => one.type === type).map(([code, one]) => {
        const told = { x: whole(total(code, values)), detail: whole(added(values, keys[code])) };
        for (const [name, at] of Object.entries(FACTS)) told[name] = facts[code] ? facts[code][at] : null;
        return [code, capital(one.nom), filledOf(keys[code], values), told];
      });
    }
    function sectionsOf(values) {
      return form.sections.map(({ code, nom }) => {
        const mine = Object.keys(elements).filter((one) => elements[one].section === code).flatMap((one) => keys[one]), numbers = mine.map((key) => whole(values[key])).filter((one) => one !== null);
        const x = numbers.length && !mine.some((key) => isMissing(key, values)) ? numbers.reduce((a, b) => a + b, 0) : null;
        return [code, nom, filledOf(mine, values), { x, trois_mois: (report.trois_mois || {})[code] ?? null }];
      });
    }
    function subjects(each, values) {
      if (!each) return [["", "", null, { x: 0 }]];
      return (each in KINDS ? elementsOf(KINDS[each], values) : each === "section" ? sectionsOf(values) : []).filter(([, , , told]) => told.x !== null);
    }
    function failing(rule, values, [code, name, looked, told]) {
      const now = { values, targets: {}, told: code ? told : null };
      if (evaluate(rule.calcul, now) !== false) return null;
      const [, left, right] = rule.calcul;
      const words = { left: evaluate(left, now), right: evaluate(right, now), ...(code ? told : {}) };
      let message = rule.message.replaceAll("{sujet}", name);
      for (const [word, value] of Object.entries(words)) if (value !== null) message = message.replaceAll(`{${word}}`, written(value));
      const keysOf = () => Object.keys(cells).filter((key) => values[key] !== undefined && rule.noms.some((one) => begins(key, one)));
      return { id: code ? `${rule.code}:${code}` : rule.code, severity: rule.gravite, message, cells: looked || keysOf() };
    }
    /* What fails, blocking first. A rule that lacks a figure says nothing. */
    function findings(values) {
      const known = {};
      const found = form.regles.flatMap((rule) => (known[rule.chaque] ??= subjects(rule.chaque, values)).map((subject) => failing(rule, values, subject)));
      return found.filter(Boolean).sort((a, b) => ORDER[a.severity] - ORDER[b.severity] || (a.id < b.id ? -1 : 1));
    }
    /* Value of an indicator for this month, null when a figure is missing. */
    function indicator(one, values) {
      const above = evaluate(one.haut, { values, targets: {} });
      if (above === null) return null;
      if (one.bas === null) return above * one.fois;
      let below = evaluate(one.bas, { values, targets });
      if (below !== null && one.douzieme) below = below / 12;
      return below ? (above / below) * one.fois : null;
    }
    function indicators(section, values) {
      return form.indicateurs.filter((one) => one.section === section).map((one) => {
        const value = indicator(one, values);
        const text = value === null ? "—" : write(value, one.decimales) + (one.unite ? `\u00a0${one.unite}` : "");
        return { code: one.code, value, text };
      });
    }
    const isMissing = (key, values) => cells[key].required && values[key] === undefined && !(cells[key].nd in values);
    function missing(values, sections) {
      return Object.keys(cells).filter((key) => sections.includes(cells[key].section) && isMissing(key, values));
    }
    function filled(values, sections) {
      const asked = Object.keys(cells).filter((key) => cells[key].required && sections.includes(cells[key].section));
      return [asked.filter((key) => !isMissing(key, values)).length, asked.length];
    }
    /* The figures of a report with what was typed laid over them; what is no value is kept as typed, and not counted. */
    function laid(values, rows) {
      const over = { ...values };
      for (const { key, text } of rows) {
        const { value } = cells[key] ? tried(cells[key].type, text) : { value: null };
        if (value === null) delete over[key]; else over[key] = value;
      }
      return over;
    }
    return { laid, cells, keys, total, sumOf, added, findings, indicator, indicators, missing, filled };
  }
  Jeka.reckoner = reckoner;
})();
