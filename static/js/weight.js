/* A file too heavy is told beside its field before anything is sent: what was typed stays on the page. */
addEventListener("change", ({ target }) => {
  if (!target.matches("input[type=file][data-most]")) return;
  const id = `${target.id}_poids`;
  document.getElementById(id)?.remove();
  if (![...target.files].some((file) => file.size > Number(target.dataset.most))) return;
  target.value = "";
  const told = document.createElement("p"), words = document.createElement("span");
  told.id = id;
  told.className = "err";
  told.setAttribute("role", "alert");
  words.textContent = target.dataset.heavy;
  told.append(words);
  target.before(told);
});
