/* Search by Pagefind, loaded when the reader first types. The theme opens the dialog (button, Ctrl+K, ⌘K). */
"use strict";
(() => {
  const SHOWN = 8;
  const OFFLINE =
    "Trang đang mở thẳng từ ổ đĩa nên chưa tìm kiếm được. Bạn hãy chạy lệnh make serve trong thư mục sách " +
    "rồi mở địa chỉ nó in ra.";

  for (const box of document.querySelectorAll(".book-search")) {
    const input = box.querySelector("input");
    const status = box.querySelector(".search-status");
    const list = box.querySelector(".search-results");
    const base = new URL(box.dataset.base, document.baseURI);
    let engine;
    let latest = 0;

    /* Pagefind knows the site by the folder of its own script, so its links hold under any prefix. */
    const load = () =>
      (engine ??= import(new URL("pagefind/pagefind.js", base).href).catch((error) => {
        engine = undefined;
        throw error;
      }));

    function link(url, html, className) {
      const a = document.createElement("a");
      a.href = url;
      a.className = className;
      a.innerHTML = html; // Pagefind escapes the text; only its <mark> is markup
      return a;
    }

    function entry(page) {
      const item = document.createElement("li");
      const title = link(page.url, "", "search-title");
      title.textContent = page.meta.title;
      item.append(title);
      const parts = page.sub_results.slice(0, 3);
      for (const part of parts) {
        const row = document.createElement("div");
        row.className = "search-part";
        if (part.url !== page.url) {
          const name = link(part.url, "", "search-section");
          name.textContent = part.title;
          row.append(name);
        }
        const excerpt = document.createElement("p");
        excerpt.innerHTML = part.excerpt;
        row.append(excerpt);
        item.append(row);
      }
      return item;
    }

    async function search() {
      const words = input.value.trim().normalize("NFC");
      const turn = ++latest;
      if (!words) {
        list.replaceChildren();
        status.textContent = "";
        return;
      }
      if (location.protocol === "file:") {
        status.textContent = OFFLINE;
        return;
      }
      try {
        if (!engine) status.textContent = "Đang mở bảng tra…";
        const found = await (await load()).search(words);
        const pages = await Promise.all(found.results.slice(0, SHOWN).map((result) => result.data()));
        if (turn !== latest) return;
        list.replaceChildren(...pages.map(entry));
        const count = found.results.length;
        status.textContent =
          count === 0
            ? `Không thấy trang nào có “${words}”. Bạn thử từ ngắn hơn, hoặc từ tiếng Anh.`
            : `${count} trang có “${words}”` + (count > SHOWN ? `, đây là ${SHOWN} trang khớp nhất.` : ".");
      } catch {
        if (turn === latest) status.textContent = "Không tải được bảng tra. Bạn kiểm tra kết nối rồi thử lại.";
      }
    }

    let waiting;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(search, 200);
    });
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      search();
    });
    box.querySelector(".search-close")?.addEventListener("click", () => box.close());
    /* A result on this very page changes only the address's #part: the dialog must go. */
    list.addEventListener("click", (event) => {
      if (event.target.closest("a") && box.open) box.close();
    });

    if (box.tagName !== "DIALOG") {
      const asked = new URLSearchParams(location.search).get("q");
      if (asked) {
        input.value = asked;
        search();
      }
      input.focus();
    }
  }
})();
