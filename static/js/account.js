/* For whoever types figures, on every page: the device keeps their forms, sends what waits, and lets nobody leave with
   work that is not sent. */
window.Jeka = window.Jeka || {};
(() => {
  const { counted } = Jeka.numbers;
  const FRESH = 300000, FORMAT = 3; // a pack younger than this, of this shape (device/pack.py), is not asked for again
  const stale = (pack) => !pack || pack.format !== FORMAT || Math.abs(Date.now() - pack.le) > FRESH; // a clock goes back too
  const able = window.isSecureContext && "serviceWorker" in navigator && "caches" in window && "locks" in navigator && "BroadcastChannel" in window;
  const person = Number(document.body.dataset.person || 0);

  /* The store and the way to the server of one person; null when this browser cannot keep anything. */
  async function start(whose) {
    if (!able || !(whose > 0)) return null;
    const store = await Jeka.store.open(whose, (leaves) => { if (leaves) leave(house.sync); else location.reload(); });
    const house = { store, sync: Jeka.sync.start(store) };
    return house;
  }
  /* The session ends now, or on the first page that the server answers. */
  async function leave(sync) {
    const door = document.querySelector("form[data-sign-out][action]");
    if (door && await sync.reached()) door.submit(); else location.href = "/";
  }

  /* A report to fill, its form; asked from the server when the device has none, or an old one. */
  async function carried(house, id, version) {
    let pack = await house.store.pack();
    let report = pack && pack.rapports.find((one) => one.id === id);
    const old = stale(pack) || !report || (version !== undefined && report.version < version) || (version !== undefined && report.version > version);
    if (old && version !== undefined) {
      pack = await house.sync.fetchPack(id).catch(() => pack);
      report = pack && pack.rapports.find((one) => one.id === id);
    }
    const definition = report && (await house.store.form(report.formulaire));
    return definition ? { report, definition } : null;
  }

  async function openForm(house) {
    const form = document.querySelector("form[data-cells]");
    if (!form || form.querySelector(".duel")) return; // a choice the server drew is made on its own page
    const { report: id, version, section, next, check } = form.dataset;
    const found = await carried(house, id, Number(version));
    if (found) await Jeka.form.mount({ ...house, ...found, form, section, next, check });
  }

  // ---- Going out ----
  function download(name, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  /* All that is not sent, in a file that the CSRéf can import. */
  async function rescue(house) {
    const { typed, acts, notes } = await house.store.unsent(), pack = await house.store.pack();
    const reports = [...new Set([...typed, ...acts, ...notes].map((row) => row.report))].map((id) => {
      const rows = typed.filter((row) => row.report === id), [aire, mois] = id.split("/");
      const known = pack && pack.rapports.find((one) => one.id === id);
      return { aire, mois, version: known ? known.version : 0, base: Object.fromEntries(rows.map((row) => [row.key, row.base])), valeurs: Object.fromEntries(rows.map((row) => [row.key, row.text])), notes: Object.fromEntries(notes.filter((note) => note.report === id).map(({ key, texte, a_suivre }) => [key, { texte, a_suivre }])) };
    });
    const file = { format: "jekabaara-secours-1", personne: pack ? pack.personne.nom : "", fait_le: new Date().toISOString(), rapports: reports };
    download(`secours-${new Date().toISOString().slice(0, 10)}.json`, JSON.stringify(file, null, 1));
  }
  /* The sheet of the month with what is not sent: here when this page is a form, else on the form it waits in. */
  async function print(house, dialog) {
    if (Jeka.desk) { dialog.close(); window.print(); dialog.showModal(); return; }
    const { typed, acts, notes } = await house.store.unsent(), [row] = [...typed, ...notes, ...acts], pack = await house.store.pack();
    if (!row) { dialog.close(); return; } // all has left meanwhile
    const report = pack && pack.rapports.find((one) => one.id === row.report);
    location.href = `/rapports/${row.report}/${row.section || (report ? report.sections[0] : "")}/#imprimer`;
  }
  function guardDoor(house) {
    const dialog = document.getElementById("sortie");
    for (const form of document.querySelectorAll("[data-sign-out]")) {
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        await Jeka.desk?.settle();
        await house.sync.flush();
        const { count } = await house.store.unsent();
        if (count) ask(count);
        else await away();
      });
    }
    function ask(count) {
      dialog.querySelector("[data-count]").textContent = `${counted(count, "chiffre n’est", "chiffres ne sont")} pas encore chez le serveur.`;
      dialog.querySelector("[value=quitter]").disabled = true;
      dialog.showModal();
    }
    async function away() {
      house.store.close();
      await Jeka.store.forget(house.store.person);
      await leave(house.sync);
    }
    dialog.addEventListener("click", async (event) => {
      const what = event.target.closest("button")?.value;
      if (what === "rester") dialog.close();
      if (what === "secours") { await rescue(house); dialog.querySelector("[value=quitter]").disabled = false; }
      if (what === "imprimer") await print(house, dialog);
      if (what === "quitter") await away();
    });
  }

  /* On a page that is no form: what still waits on this device is said. */
  async function remind(house) {
    const place = document.querySelector("[data-unsent]");
    if (!place || document.querySelector("form[data-cells]")) return;
    const { typed, acts, notes, count } = await house.store.unsent();
    place.hidden = !count;
    if (!count) return;
    const ids = [...new Set([...typed, ...acts, ...notes].map((row) => row.report))], pack = await house.store.pack();
    const wrong = typed.filter((row) => row.state !== "wait").length;
    place.querySelector("[data-words]").textContent = `${counted(count, "chiffre attend", "chiffres attendent")} sur cet appareil${wrong ? `, dont ${wrong} à corriger` : ""}.`;
    place.querySelector("[data-links]").replaceChildren(...ids.map((id) => {
      const report = pack && pack.rapports.find((one) => one.id === id), link = document.createElement("a");
      const row = typed.find((one) => one.report === id && one.state !== "wait") || typed.find((one) => one.report === id);
      link.href = row && row.section ? `/rapports/${id}/${row.section}/#c.${row.key}` : `/rapports/${id}/`;
      link.textContent = report ? `${report.aire}, ${report.mois}` : id;
      return link;
    }));
  }

  Jeka.account = { start, carried, guardDoor, able };
  if (!person) return;
  Jeka.ready = (async () => {
    if (!able) return null;
    navigator.serviceWorker.register("/sw.js").catch(() => {}); // a browser that will not: one types on line
    if (await Jeka.store.who() === -person) { document.querySelector("[data-sign-out]").submit(); return null; }
    await Jeka.store.belongsTo(person);
    const house = await start(person);
    guardDoor(house);
    await openForm(house);
    house.sync.sent(() => remind(house));
    await house.sync.flush();
    await remind(house);
    const pack = await house.store.pack();
    if (stale(pack)) await house.sync.fetchPack().catch(() => {});
    return house;
  })();
})();
