/* From the device to the server: a real probe, one sending a report, each counted once, nothing settled in silence. */
window.Jeka = window.Jeka || {};
(() => {
  const PROBE = "/sync/", PACK = "/hors-ligne/paquet/", RETRY = 20000, PATIENCE = 15000, ROUNDS = 3;
  const LOST = "Ce rapport n’est plus de votre ressort. Vos chiffres restent ici\u00a0: remettez le fichier de secours au CSRéf.";

  const ask = (url, options = {}) => fetch(url, {
    cache: "no-store", credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options,
  });

  function start(store) {
    const heard = new Set(), sent = new Set();
    const status = { state: "unknown", token: "", at: "" };
    const say = () => heard.forEach((listener) => listener(status));

    /* Does the server answer, and to this very person? */
    async function probe() {
      try {
        const answer = await ask(PROBE);
        if (!answer.ok) status.state = "offline";
        else {
          const told = await answer.json();
          Object.assign(status, { token: told.jeton, at: told.heure });
          status.state = told.personne === store.person ? "ok" : told.personne ? "other" : "signed-out";
          if (status.state === "ok") await store.put("kept", told.heure, "contact").catch(() => {}); // a full device still sends
        }
      } catch { status.state = "offline"; }
      say();
      return status.state === "ok";
    }

    /* Does the server answer at all? */
    const reached = () => ask(PROBE).then((answer) => answer.ok, () => false);

    const marks = (pack) => (pack ? pack.rapports.map(({ id, version }) => `${id} ${version}`).join() : "");
    /* The reports of this person, as they now stand on the server. */
    async function fetchPack(also = "") {
      const old = await store.pack();
      const known = old ? [...new Set(old.rapports.map((report) => report.formulaire))] : [];
      const held = [];
      for (const name of known) if (await store.form(name)) held.push(name);
      const answer = await ask(`${PACK}?formulaires=${held.join(",")}&aussi=${also}`, old && old.marque ? { headers: { "If-None-Match": old.marque } } : {});
      if (answer.status === 304) {
        await store.put("kept", { ...old, le: Date.now() }, "pack").catch(() => {});
        return store.pack();
      }
      if (!answer.ok) throw new Error(`pack ${answer.status}`);
      const pack = await answer.json();
      if (marks(await store.pack()) !== marks(old)) return fetchPack(also); // a sending was answered meanwhile: this pack may be older
      if (pack.personne.id !== store.person) throw new Error("pack of somebody else");
      await store.receive({ ...pack, marque: answer.headers.get("ETag") }, Date.now());
      return store.pack();
    }

    /* Cells that wait are frozen in one sending a report, kept until the server has answered. */
    async function gather() {
      const done = store.writing(["typed", "sendings", "acts", "notes"]); // what is put back meanwhile waits for it
      const { typed, sendings, acts, notes } = await store.unsent(done);
      const made = [];
      const going = new Map(sendings.map((sending) => [sending.report, sending]));
      for (const report of new Set([...typed.filter((row) => row.state === "wait"), ...acts.filter((act) => !act.why), ...notes.filter((note) => !note.why)].map((row) => row.report))) {
        if (going.has(report)) continue;
        const mine = typed.filter((row) => row.report === report);
        const waiting = mine.filter((row) => row.state === "wait");
        const act = acts.find((one) => one.report === report && !one.why);
        const ready = act && mine.length === waiting.length; // a cell to mend holds the declaration back
        const words = notes.filter((note) => note.report === report && !note.why);
        if (!waiting.length && !ready && !words.length) continue;
        const sending = {
          operation: crypto.randomUUID(), report, personne: store.person,
          cases: Object.fromEntries(waiting.map((row) => [row.key, row.text])),
          base: Object.fromEntries(waiting.map((row) => [row.key, row.base])),
          commentaires: ready ? act.comments : {}, declarer: Boolean(ready && act.declare),
          notes: Object.fromEntries(words.map(({ key, texte, a_suivre }) => [key, { texte, a_suivre }])),
        };
        made.push(sending);
        going.set(report, sending);
      }
      const frozen = async () => Promise.all([...made.map((sending) => done.objectStore("sendings").put(sending)), done.done]);
      await frozen().catch(() => made.forEach((sending) => store.flying.set(sending.operation, sending)));
      return [...going.values()];
    }

    async function post(sending, again = false) {
      const { report, ...body } = sending;
      const answer = await ask(`${PROBE}${report}/`, {
        method: "POST", body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", "X-CSRFToken": status.token },
      });
      if (answer.ok || answer.status === 409) return answer.json();
      if (answer.type === "opaqueredirect") { status.state = "signed-out"; throw new Error("signed out"); }
      if (answer.status === 403 && !again) {
        if (await probe()) return post(sending, true);
        throw new Error(status.state);
      }
      if (answer.status === 403 || answer.status === 404) return { refusees: Object.fromEntries(Object.keys(sending.cases).map((key) => [key, LOST])), acte: { fait: false, pourquoi: LOST } };
      if (answer.status === 400 || answer.status === 413) return { refusees: Object.fromEntries(Object.keys(sending.cases).map((key) => [key, "L’envoi est arrivé abîmé. Retapez cette case."])) };
      throw new Error(`sync ${answer.status}`);
    }

    /* The report as the server now has it. */
    const standing = ({ valeurs, version, etat, etat_mots, notes }) => ({ valeurs, version, etat, etat_mots, ...(notes && { notes }) });
    /* What becomes of a cell after the answer: itself, changed, or null: it is on the server as typed. */
    function after(row, sending, answer) {
      const { key } = row, same = row.text === sending.cases[key], values = answer.valeurs;
      const refused = (answer.refusees || {})[key], conflict = (answer.conflits || {})[key];
      if (conflict) return { ...row, state: same ? "two" : row.state, theirs: conflict };
      if (refused) return same ? { ...row, state: "ref", why: refused } : row;
      return same ? null : { ...row, base: values && key in values ? values[key] : null };
    }
    /* The same of what is said of a cell; what was added since goes in the next sending. */
    function afterSaid(row, word, answer) {
      const texte = row.texte === word.texte ? "" : row.texte, a_suivre = row.a_suivre === word.a_suivre ? null : row.a_suivre;
      const why = answer.valeurs ? (answer.notes_refusees || {})[row.key] : "L’envoi n’a pas été accepté\u00a0: enregistrez ce commentaire de nouveau.";
      const more = texte || a_suivre !== null;
      if (why) return more ? row : { ...row, why };
      return more ? { ...row, texte, a_suivre } : null;
    }
    /* The sending goes when its answer is kept, all in one transaction. */
    async function settle(sending, answer) {
      try { await write(sending, answer, true); } catch { await write(sending, answer, false); } // no place left: what goes out still does
      for (const [name, row] of store.spare) {
        if (row.report !== sending.report || !(row.key in sending.cases)) continue;
        const next = after(row, sending, answer);
        if (next) store.spare.set(name, next); else store.spare.delete(name);
      }
    }
    /* What was declared or commented since goes in the next sending. */
    const asSent = (act, sending) => act.declare === sending.declarer && JSON.stringify(act.comments) === JSON.stringify(sending.commentaires);
    async function write(sending, answer, roomy) {
      const done = store.writing(["kept", "typed", "sendings", "acts", "notes"]);
      const typed = done.objectStore("typed"), kept = done.objectStore("kept"), acts = done.objectStore("acts");
      for (const key of Object.keys(sending.cases)) {
        const row = await typed.get([sending.report, key]), next = row && after(row, sending, answer);
        if (next && roomy) typed.put(next);
        else if (row && !next) typed.delete([sending.report, key]);
      }
      const notes = done.objectStore("notes");
      for (const [key, word] of Object.entries(sending.notes || {})) {
        const row = await notes.get([sending.report, key]), next = row && afterSaid(row, word, answer);
        if (next && roomy) notes.put(next);
        else if (row && !next) notes.delete([sending.report, key]);
      }
      if (answer.acte) {
        const act = await acts.get(sending.report);
        if (act && (answer.acte.fait || (asSent(act, sending) && !answer.acte.pourquoi))) acts.delete(sending.report);
        else if (act && asSent(act, sending) && roomy) acts.put({ ...act, why: answer.acte.pourquoi });
      }
      const pack = answer.valeurs && await kept.get("pack");
      const report = pack && pack.rapports.find((one) => one.id === sending.report);
      if (report && roomy) {
        Object.assign(report, standing(answer));
        kept.put(pack, "pack");
      }
      done.objectStore("sendings").delete(sending.operation);
      await done.done;
      store.flying.delete(sending.operation);
    }

    /* Send all that waits. → {received, erased, acted, refused, conflicts}, or null when nothing could leave. */
    async function nothing() {
      const { count, sendings } = await store.unsent();
      return !count && !sendings.length;
    }
    const flush = () => navigator.locks.request(`jekabaara-envoi-${store.person}`, async () => {
      await store.roomAgain();
      if (await nothing()) return null;
      if (!(await probe())) return null;
      const sum = { received: 0, erased: [], acted: [], refused: 0, conflicts: 0, at: status.at, now: {} };
      try {
        for (let round = 0; round < ROUNDS; round += 1) { // what was typed while a sending was on its way leaves in the next one
          const going = await gather();
          for (const sending of going) await carry(sending, sum);
          if (!going.length) break;
        }
      } catch { if (status.state === "ok") status.state = "offline"; }
      say();
      Jeka.store.tell.postMessage("sent");
      for (const listener of sent) await listener(sum);
      return sum;
    });
    async function carry(sending, sum) {
      const answer = await post(sending);
      await settle(sending, answer);
      const refused = Object.keys(answer.refusees || {}).length, conflicts = Object.keys(answer.conflits || {}).length;
      if (answer.valeurs) sum.now[sending.report] = standing(answer);
      sum.refused += refused;
      sum.conflicts += conflicts;
      sum.received += Object.keys(sending.cases).length - refused - conflicts;
      sum.erased.push(...(answer.effaces || []));
      if (answer.acte) sum.acted.push({ report: sending.report, ...answer.acte });
      if (answer.acte && answer.acte.fait) await fetchPack().catch(() => {});
    }

    let timer = 0;
    const soon = (delay) => { clearTimeout(timer); timer = setTimeout(flush, delay); };
    addEventListener("online", () => flush());
    addEventListener("offline", () => { status.state = "offline"; say(); });
    addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") flush(); });
    setInterval(flush, RETRY);
    return { status, probe, reached, flush, soon, fetchPack, listen: (listener) => heard.add(listener), sent: (listener) => sent.add(listener) };
  }

  Jeka.sync = { start };
})();
