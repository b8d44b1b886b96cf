/* Keeps the rows of unfinished work (data-live, with an id) up to date: reads the same page again and swaps them.
   Slower each time, only while the page is seen, and stops when nothing is left to wait for. */
(() => {
  let wait = 3000;
  const live = () => document.querySelectorAll("[data-live][id]");
  async function look() {
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
        if (answer.ok && !answer.redirected) {
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          for (const row of live()) {
            const fresh = page.getElementById(row.id);
            if (fresh) row.replaceWith(document.adoptNode(fresh));
          }
        }
      } catch { /* no connection: the next look will tell */ }
      wait = Math.min(wait * 1.3, 30000);
    }
    if (live().length) setTimeout(look, wait);
  }
  if (live().length) setTimeout(look, wait);
})();
