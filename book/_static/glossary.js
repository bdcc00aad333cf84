/* A box above the glossary: shows the entries with a name that holds what is typed, with or without marks.
   Names that the book does not use (the line "Không dùng") count too; when no name fits, the explanations do. */
"use strict";
(() => {
  const { fold } = HOCSAU_WORDS;

  const place = document.querySelector(".glossary-filter");
  const entries = [...document.querySelectorAll(".glossary-entry")].map((box) => ({ box, rows: [...box.children] }));
  for (const entry of entries) {
    const names = entry.rows.filter((row) => row.tagName === "DT").map((row) => row.firstChild.textContent);
    const others = [...entry.rows.at(-1).querySelectorAll("p")].filter((p) => p.textContent.startsWith("Không dùng"));
    entry.names = fold([...names, ...others.map((p) => p.textContent.slice(11))].join(", "));
    entry.text = fold(entry.rows.at(-1).textContent);
  }

  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "search", placeholder: "gõ không dấu cũng được", autocomplete: "off", spellcheck: false });
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  label.append("Lọc thuật ngữ", box);
  place.append(label, said);

  function show() {
    const asked = fold(box.value).trim();
    // From the beginning of a word: "gan" finds "gan nhan", not "organ".
    const holds = (text) => ` ${text}`.replace(/[^a-z0-9 ]/g, " ").includes(` ${asked.replace(/[^a-z0-9 ]/g, " ")}`);
    const named = entries.filter((entry) => holds(entry.names));
    const found = new Set(named.length ? named : entries.filter((entry) => holds(entry.text)));
    for (const entry of entries) entry.box.hidden = !found.has(entry);
    said.textContent = !asked ? "" : found.size ? `${found.size} mục` : "Không có mục nào. Bạn thử gõ ít chữ hơn.";
  }
  box.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.value) return;
    event.preventDefault();
    box.value = "";
    show();
  });
  // A letter or a link that leads to an entry which the filter hides shows all again.
  function reveal(hash) {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target?.closest(".glossary-entry[hidden]")) return;
    box.value = "";
    show();
    target.scrollIntoView();
  }
  document.querySelector(".glossary-letters").addEventListener("click", (event) => reveal(event.target.hash ?? ""));
  addEventListener("hashchange", () => reveal(location.hash));
})();
