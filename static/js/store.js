/* What this device keeps: the reports of one person, what was typed and is not sent yet. One database a person:
   nobody opens another's. Every write is on disk before it is called kept. */
window.Jeka = window.Jeka || {};
(() => {
  const SCHEMA = 1, WHO = "jeka-qui", KEY = "/qui";
  const nameOf = (person) => `jekabaara-${person}`;

  /* Who this device belongs to now: the person of the last page that was read from the server. */
  async function who() { // negative: this person has left, the server has not been told yet
    const kept = await (await caches.open(WHO)).match(KEY);
    return kept ? Number(await kept.text()) : 0;
  }
  async function belongsTo(person) {
    await (await caches.open(WHO)).put(KEY, new Response(String(person)));
  }

  /* ``gone``: what the page does when it has lost its place, with whether the person leaves. */
  async function open(person, gone) {
    const db = await idb.openDB(nameOf(person), SCHEMA, {
      upgrade(db, from) {
        if (from < 1) {
          db.createObjectStore("kept"); // "pack", "contact"
          db.createObjectStore("forms");
          db.createObjectStore("typed", { keyPath: ["report", "key"] }).createIndex("report", "report");
          db.createObjectStore("sendings", { keyPath: "operation" });
          db.createObjectStore("acts", { keyPath: "report" });
          db.createObjectStore("notes", { keyPath: ["report", "key"] }); // what is said of a cell
        }
      },
      async blocking(_, next) { // in another tab this person leaves (null), or the base takes another shape
        await Jeka.desk?.settle().catch(() => {});
        db.close();
        gone(next === null);
      },
    });
    const writing = (stores) => db.transaction(stores, "readwrite", { durability: "strict" });
    async function put(store, value, key) {
      const done = writing([store]);
      await Promise.all([done.store.put(value, key), done.done]);
    }
    async function remove(store, key) {
      const done = writing([store]);
      await Promise.all([done.store.delete(key), done.done]);
    }
    /* Rows for which this device had no place: in the page only, sent as the others, gone with the page. */
    const spare = new Map(), nameOfRow = ({ report, key }) => `${report} ${key}`;
    const withSpare = (rows, mine = () => true) => [...rows.filter((row) => !spare.has(nameOfRow(row))), ...[...spare.values()].filter(mine)];
    async function place(row, written) {
      try {
        await written;
        spare.delete(nameOfRow(row));
      } catch { spare.set(nameOfRow(row), row); }
    }
    const flying = new Map(); // sendings for which this device had no place, until they are answered
    const NAMES = ["typed", "sendings", "acts", "notes"];
    const kept = {
      person,
      put, remove, writing, spare, flying,
      /* A cell as typed; without a place for it, in the page only. */
      type: (row) => place(row, put("typed", row)),
      /* A cell put back as it was: nothing to send, unless what was typed before has left and the answer is not known. */
      async putBack(row) {
        const done = writing(["typed", "sendings"]), typed = done.objectStore("typed"); // no answer comes between
        const going = [...await done.objectStore("sendings").getAll(), ...flying.values()];
        const left = going.some(({ report, cases }) => report === row.report && row.key in cases);
        const change = async () => Promise.all([left ? typed.put(row) : typed.delete([row.report, row.key]), done.done]);
        await place(row, change());
      },
      /* Is there room again for what was in the page only? */
      async roomAgain() {
        for (const row of [...spare.values()]) if (spare.get(nameOfRow(row)) === row) await this.type(row);
      },
      get: (store, key) => db.get(store, key),
      typedIn: async (report) => withSpare(await db.getAllFromIndex("typed", "report", report), (row) => row.report === report),
      close: () => db.close(),
      pack: () => db.get("kept", "pack"),
      async report(id) {
        const pack = await db.get("kept", "pack");
        return pack && pack.rapports.find((report) => report.id === id);
      },
      form: (name) => db.get("forms", name),
      /* A new pack takes the place of the old; forms nobody fills any more are let go. */
      async receive(pack, at) {
        const done = writing(["kept", "forms"]);
        const forms = done.objectStore("forms"), names = Object.keys(pack.formulaires);
        for (const [name, form] of Object.entries(pack.formulaires)) if (form) forms.put(form, name);
        for (const name of await forms.getAllKeys()) if (!names.includes(name)) forms.delete(name);
        const { formulaires, ...rest } = pack;
        done.objectStore("kept").put({ ...rest, le: at }, "pack");
        await done.done;
      },
      /* What is not on the server: cells, and reports to declare. */
      async unsent(within = db.transaction(NAMES)) {
        const [stored, sent, acts, notes] = await Promise.all(NAMES.map((name) => within.objectStore(name).getAll()));
        const typed = withSpare(stored), sendings = [...sent, ...flying.values()];
        return { typed, sendings, acts, notes, count: typed.length + acts.length + notes.length };
      },
    };
    return kept;
  }

  /* Everything of this person leaves the device; any page of theirs that still opens ends the session. */
  async function forget(person) {
    await belongsTo(-person);
    await idb.deleteDB(nameOf(person));
  }

  /* The notice every tab of this browser hears. */
  const tell = new BroadcastChannel("jekabaara");
  Jeka.store = { open, who, belongsTo, forget, tell };
})();
