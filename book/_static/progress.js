/* What the reader has finished: the button under a chapter, marks in the lists of chapters, the page of progress. */
"use strict";
(() => {
  const memory = window.hocsauMemory;
  const KEEPS_NOTHING = "Trình duyệt này không cho lưu (chế độ riêng tư, chặn dữ liệu của trang, hay hết chỗ?): những gì bạn đánh dấu sẽ mất khi rời trang.";
  const DONE = "Đã học xong chương này", TODO = "Đánh dấu đã học xong";
  const name = (link) => new URL(link.href).pathname.split("/").pop().replace(/\.html$/, "");
  // The reader's day, not that of Greenwich.
  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  };
  const words = (day) => day.split("-").reverse().join("/");

  function setFinished(chapter, finished) {
    return memory.save((data) => {
      if (finished) data.chapters[chapter] = today();
      else delete data.chapters[chapter];
    });
  }

  function showButton(data) {
    const box = document.querySelector(".book-done");
    if (!box) return;
    const button = box.querySelector("button"), day = data.chapters[button.dataset.chapter];
    box.hidden = false;
    button.setAttribute("aria-pressed", String(Boolean(day)));
    button.textContent = day ? `✓ ${DONE} (${words(day)})` : TODO;
  }

  function startButton() {
    const button = document.querySelector(".book-done button");
    if (!button) return;
    button.addEventListener("click", () => {
      const finished = button.getAttribute("aria-pressed") !== "true";
      if (!setFinished(button.dataset.chapter, finished))
        button.textContent = "Trình duyệt này không cho lưu (chế độ riêng tư?)";
    });
  }

  const ticks = () => document.querySelectorAll("input[data-exercise]");

  /* Whoever has done an exercise, on paper or in the notebook, ticks it. */
  function startExercises() {
    for (const box of ticks()) {
      box.addEventListener("change", () => {
        const kept = memory.save((data) => {
          if (box.checked) data.exercises[box.dataset.exercise] = today();
          else delete data.exercises[box.dataset.exercise];
        });
        box.nextElementSibling.textContent = kept ? "đã làm" : "đã làm (trình duyệt này không cho lưu)";
      });
    }
  }

  function showExercises(data) {
    for (const box of ticks()) box.checked = box.dataset.exercise in data.exercises;
  }

  /* A tick beside every link to a finished chapter in the lists of chapters. */
  function markLinks(data) {
    for (const link of document.querySelectorAll(".bd-links a.reference.internal, .chapter-map a.reference.internal")) {
      const mark = link.querySelector(".finished");
      const finished = name(link) in data.chapters;
      if (finished && !mark) {
        const tick = document.createElement("span");
        tick.className = "finished";
        tick.innerHTML = ' <span aria-hidden="true">✓</span><span class="visually-hidden">(đã học xong)</span>';
        link.append(tick);
      } else if (!finished && mark) mark.remove();
    }
  }

  /* What there is to do in a chapter, and what of it is done. */
  function count(item, data) {
    const sections = JSON.parse(item.dataset.sections), read = new Set(data.read[item.dataset.chapter]);
    const whole = ([label, questions]) => Object.values(data.quizzes[label] || {}).filter((answer) => answer.right === true).length >= questions;
    const quizzes = Object.entries(JSON.parse(item.dataset.quizzes));
    const answers = quizzes.flatMap(([label]) => Object.values(data.quizzes[label] || {}));
    const exercises = JSON.parse(item.dataset.exercises);
    const ids = JSON.parse(item.dataset.guesses), made = ids.map((id) => data.guesses[id]).filter((guess) => guess && !guess.passed);
    return {
      sections: sections.length,
      read: sections.filter((labels) => labels.some((label) => read.has(label))).length,
      stars: quizzes.filter(whole).length,
      total: quizzes.reduce((sum, [, questions]) => sum + questions, 0),
      done: answers.filter((answer) => answer.tries > 0).length,
      right: answers.filter((answer) => answer.right === true).length,
      guesses: ids.length,
      guessed: made.length,
      hits: made.filter((guess) => guess.right).length,
      exercises: exercises.length,
      solved: exercises.filter((id) => id in data.exercises).length,
    };
  }

  function startPage() {
    for (const item of document.querySelectorAll(".progress-item")) {
      const label = document.createElement("label"), box = document.createElement("input"), quiz = document.createElement("p"), ring = document.createElement("span");
      ring.className = "progress-ring";
      ring.setAttribute("aria-hidden", "true"); // the line below says it in words
      item.prepend(ring);
      box.type = "checkbox";
      box.setAttribute("aria-label", `Đã học xong: ${item.textContent.trim()}`);
      box.addEventListener("change", () => {
        const kept = setFinished(item.dataset.chapter, box.checked);
        say(kept ? "" : KEEPS_NOTHING);
      });
      label.append(box);
      item.prepend(label);
      quiz.className = "progress-quiz";
      item.append(quiz);
    }
    document.getElementById("progress-export").addEventListener("click", () => {
      const text = JSON.stringify(memory.load(), null, 2);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.download = `hoc-sau-tien-do-${today()}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      say("Đã xuất ra tệp. Muốn dùng trên máy khác, mở trang này ở đó rồi bấm “Nhập từ tệp”.");
    });
    const file = document.getElementById("progress-file");
    document.getElementById("progress-import").addEventListener("click", () => file.click());
    file.addEventListener("change", async () => {
      const text = await file.files[0]?.text().catch(() => "");
      file.value = "";
      if (text !== undefined) say(bringIn(memory.read(text)));
    });
    const clear = document.getElementById("progress-clear"), sure = document.getElementById("progress-sure");
    clear.addEventListener("click", () => {
      sure.hidden = false;
      sure.querySelector("button").focus();
    });
    sure.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      sure.hidden = true;
      clear.focus();
      if (button.value === "yes") {
        memory.clear();
        say("Đã xoá. Sách không còn nhớ gì trên máy này.");
      }
    });
    document.querySelector(".progress-tools").hidden = false;
    document.getElementById("progress-off").remove();
    if (window.hocsauKeepsNothing) say(KEEPS_NOTHING);
  }

  /* Add a record from a file to the one here; what to tell the reader. */
  function bringIn(record) {
    if (!record) return "Tệp này không phải là tiến độ của sách; chưa có gì thay đổi.";
    const bad = record.dropped ? ` ${record.dropped} mục trong tệp không đọc được (ngày không có thật, câu trả lời hỏng) nên bị bỏ qua.` : "";
    let taken;
    const kept = memory.save((data) => (taken = memory.merge(data, record.data)).data);
    if (!Object.values({ ...taken, data: 0 }).some(Boolean)) return `Tệp không có gì hơn những gì đã có ở đây; chưa có gì thay đổi.${bad}`;
    if (!kept && !window.hocsauKeepsNothing) return `Chưa nhập được. ${KEEPS_NOTHING}`;
    const said = `Đã nhập: lấy từ tệp ${taken.chapters} bài, ${taken.answers} câu quiz và ${taken.guesses} lần đoán${taken.sections ? `, ${taken.sections} mục đã đọc` : ""}${taken.exercises ? `, ${taken.exercises} bài tập đã làm` : ""}; mọi thứ khác ở đây giữ nguyên.${bad}`;
    return kept ? said : `${said} ${KEEPS_NOTHING}`;
  }

  function say(text) {
    document.getElementById("progress-said").textContent = text;
  }

  function showPage(data) {
    const items = [...document.querySelectorAll(".progress-item")], sum = { sections: 0, read: 0, stars: 0, total: 0, done: 0, right: 0, guesses: 0, guessed: 0, hits: 0 };
    let finished = 0;
    for (const item of items) {
      const day = data.chapters[item.dataset.chapter], quiz = count(item, data);
      item.querySelector("input").checked = Boolean(day);
      finished += Boolean(day);
      for (const key in sum) sum[key] += quiz[key];
      const parts = day ? [`xong ngày ${words(day)}`] : [];
      if (quiz.read) parts.push(`đã đọc ${quiz.read}/${quiz.sections} mục`);
      if (quiz.total) parts.push(quiz.done ? `quiz: đã làm ${quiz.done}/${quiz.total} câu, đúng ${quiz.right}` : `quiz: ${quiz.total} câu, chưa làm`);
      if (quiz.guesses) parts.push(quiz.guessed ? `đoán trước: ${quiz.guessed}/${quiz.guesses} lần, trúng ${quiz.hits}` : `đoán trước: ${quiz.guesses} chỗ`);
      if (quiz.solved) parts.push(`bài tập: đã làm ${quiz.solved}/${quiz.exercises}`);
      if (quiz.stars) parts.push(`★ trọn vẹn ${quiz.stars} quiz`);
      item.querySelector(".progress-quiz").textContent = parts.join(" · ");
      const things = quiz.sections + quiz.total + quiz.guesses, share = (quiz.read + quiz.done + quiz.guessed) / Math.max(1, things);
      const ring = item.querySelector(".progress-ring");
      ring.style.setProperty("--share", day ? 1 : Math.min(1, share).toFixed(3));
      ring.classList.toggle("is-done", Boolean(day));
    }
    const bar = document.getElementById("progress-bar");
    bar.max = items.length;
    bar.value = finished;
    document.getElementById("progress-sum").textContent =
      `Đã học xong ${finished}/${items.length} bài; quiz: đã làm ${sum.done}/${sum.total} câu, đúng ${sum.right}; đoán trước: ${sum.guessed}/${sum.guesses} lần, trúng ${sum.hits}.`;
  }

  const onPage = document.querySelector(".progress-list") !== null;
  function show() {
    const data = memory.load();
    showButton(data);
    showExercises(data);
    markLinks(data);
    if (onPage) showPage(data);
  }
  startButton();
  startExercises();
  if (onPage) startPage();
  show();
  addEventListener("hocsau-memory", show);
})();
