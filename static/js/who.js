/* This browser belongs to whoever reads this page: what another person left on it is not shown any more. At the door,
   it is still the last person's; somebody who left without the network has now nothing to end. */
if ("caches" in window && !document.getElementById("coque")) caches.has("jeka-qui").then(async (known) => {
  if (!known) return;
  const cache = await caches.open("jeka-qui"), { person } = document.body.dataset, kept = await cache.match("/qui");
  if (person) await cache.put("/qui", new Response(person));
  else if (kept && (await kept.text()).startsWith("-")) await caches.delete("jeka-qui");
});
