// Quizzes: checks what the reader answers against the page's own folded key (see booktools/quiz), and
// remembers the answers on this device (memory.js).
(() => {
  "use strict";
  const { all, near, read, stamp, THOUSANDS } = window.hocsauAnswers;

  // Each kind gives check() -> {why} or {right, cases: key entries to show, note, marks: {letter: right}}, clear(),
  // value() -> what the reader answered, and restore(value), which takes it back (false: it can't be that).
  const KINDS = {
    choice(question, cases) {
      const inputs = all(question, ".quiz-options input");
      return {
        check() {
          const picked = cases.filter((c, i) => inputs[i].checked);
          if (!picked.length) return { why: "Bạn chưa chọn đáp án nào." };
          const clean = picked.every(c => c.right);
          const right = clean && picked.length === cases.filter(c => c.right).length;
          const marks = Object.fromEntries(picked.map(c => [c.answer, c.right]));
          const note = clean && !right ? "Những đáp án đã chọn đều đúng, nhưng còn thiếu." : "";
          return { right, cases: picked, marks, note };
        },
        clear() { inputs.forEach(i => { i.checked = false; }); },
        value: () => cases.filter((c, i) => inputs[i].checked).map(c => c.answer),
        restore(letters) {
          if (!Array.isArray(letters)) return false;
          inputs.forEach((input, i) => { input.checked = letters.includes(cases[i].answer); });
          return true;
        },
      };
    },

    number(question, cases) {
      const entry = question.querySelector(".quiz-entry input");
      const unit = question.dataset.unit;
      const find = value => {
        const hits = cases.filter(c => near(value, Number(c.answer), c.tolerance));
        return hits.find(c => c.right) || hits[0] || cases.find(c => c.answer === "*");
      };
      return {
        check() {
          const got = read(entry.value, unit);
          entry.setAttribute("aria-invalid", "why" in got);
          if (got.why) return got;
          const found = find(got.value);
          // "1.234" counts as a decimal; whoever meant a thousand is told.
          const grouped = /^[+-]?\d{1,3}[.,]\d{3}$/.test(got.text);
          if (!found.right && grouped && find(Number(got.text.replace(/[.,]/, ""))).right) return { why: THOUSANDS };
          return { right: found.right, cases: [found], marks: {} };
        },
        clear() { entry.value = ""; entry.removeAttribute("aria-invalid"); },
        value: () => entry.value,
        restore(text) { entry.value = text; return typeof text === "string"; },
      };
    },

    order(question, cases, say) {
      const list = question.querySelector(".quiz-options"), start = [...list.children];
      const stuck = b => !b.closest("li")[b.dataset.move < 0 ? "previousElementSibling" : "nextElementSibling"];
      // Not `disabled`: that would throw the keyboard's focus away at the end of the list.
      const refresh = () => all(list, "button").forEach(b => b.setAttribute("aria-disabled", stuck(b)));
      list.addEventListener("click", event => {
        const button = event.target.closest("button");
        if (!button || stuck(button)) return;
        const item = button.closest("li");
        if (button.dataset.move < 0) item.previousElementSibling.before(item);
        else item.nextElementSibling.after(item);
        moved = true;
        refresh();
        button.focus();
        question.dispatchEvent(new Event("input"));
        say(`${item.dataset.answer}: vị trí ${[...list.children].indexOf(item) + 1}/${start.length}`);
      });
      refresh();
      let moved = false;
      return {
        check() {
          if (!moved) return { why: "Bạn chưa xếp gì: bấm ↑ ↓ để đổi chỗ các mục." };
          const now = [...list.children].map(item => item.dataset.answer);
          const off = now.filter((letter, i) => letter !== cases[i].answer);
          const marks = Object.fromEntries(now.map(letter => [letter, !off.includes(letter)]));
          if (!off.length) return { right: true, cases, marks };
          const note = `${now.length - off.length}/${now.length} mục đã đúng chỗ. Gợi ý:`;
          return { right: false, cases: cases.filter(c => c.answer === off[0]), marks, note };
        },
        clear() { list.append(...start); moved = false; refresh(); },
        value: () => [...list.children].map(item => item.dataset.answer),
        restore(letters) {
          const items = Array.isArray(letters) ? letters.map(letter => start.find(item => item.dataset.answer === letter)) : [];
          if (items.length !== start.length || !start.every(item => items.includes(item))) return false;
          list.append(...items);
          moved = true;
          refresh();
          return true;
        },
      };
    },
  };

  function startQuestion(question, changed) {
    const feedback = question.querySelector(".quiz-feedback"), key = question.querySelector(".quiz-key");
    const written = stamp(all(question, ".quiz-prompt, .quiz-options .quiz-text, .quiz-case")); // now: what the reader does moves options and adds feedback
    const cases = all(key, ".quiz-case").map(item => (
      { answer: item.dataset.answer, right: "right" in item.dataset, tolerance: +item.dataset.tolerance || 0, item }));
    const line = (text, name = "") => {
      const p = feedback.appendChild(document.createElement("p"));
      p.className = name;
      p.textContent = text;
    };
    const wipe = () => {
      feedback.replaceChildren();
      all(question, "[data-mark]").forEach(item => item.removeAttribute("data-mark"));
    };
    const part = KINDS[question.dataset.kind](question, cases, line);
    const state = {
      clear() {
        part.clear();
        wipe();
        key.open = false;
        key.hidden = true; // until the first try
        state.tries = 0;
        state.right = state.first = state.draft = state.saved = false;
      },
    };
    // Say whether the answer is right; false when there is no answer yet.
    function judge() {
      const { why, right, note, marks, cases: shown } = part.check();
      wipe();
      if (why) {
        line(why);
        return false;
      }
      state.right = right;
      line(right ? "✓ Đúng." : "✗ Chưa đúng, bạn thử lại nhé.", right ? "quiz-right" : "quiz-wrong");
      if (note) line(note);
      feedback.appendChild(document.createElement("ul")).append(...shown.map(c => c.item.cloneNode(true)));
      all(question, ".quiz-options > li").forEach(item => {
        const mark = marks[item.dataset.answer];
        if (mark !== undefined) item.dataset.mark = mark ? "✓" : "✗";
      });
      key.hidden = false;
      return true;
    }
    function check() {
      if (!judge()) return;
      state.draft = false;
      if (!state.tries++) state.first = state.right;
      changed(state);
    }
    state.kept = () => ({ stamp: written, value: part.value(), tries: state.tries, right: state.right, first: state.first });
    // An answer kept here before, or given in another tab. What the reader is just filling in stays as it is.
    state.bringBack = kept => {
      if (JSON.stringify({ ...kept, day: "" }) === JSON.stringify({ ...state.kept(), day: "" })) return;
      const { stamp: then, value, tries, right, first } = kept;
      if (then !== written || !(tries > 0)) return;
      if (state.draft) state.right = right === true;
      else if (!part.restore(value) || !judge()) return state.clear();
      state.tries = tries;
      state.first = first === true;
      state.saved = true;
    };
    question.querySelector(".quiz-check").addEventListener("click", check);
    question.addEventListener("input", () => { state.draft = true; wipe(); });
    question.addEventListener("keydown", event => {
      if (event.key === "Enter" && event.target.type === "text") check();
    });
    all(question, "[hidden]").forEach(e => { e.hidden = false; });
    state.clear();
    return state;
  }

  const today = () => new Date(Date.now() - 6e4 * new Date().getTimezoneOffset()).toISOString().slice(0, 10);

  // A review offers more questions than it asks: those answered wrong come first, then those of longest ago, then the
  // others as the page has them. It asks them anew; the answer is kept where the question is at home.
  function choose(quiz, offered, memory) {
    const kept = memory?.load().quizzes ?? {}, count = offered.filter(({ dataset }) => !("spare" in dataset)).length;
    const rank = ({ id, dataset }) => {
      const answer = kept[dataset.quiz]?.[id];
      return !answer ? "2" : answer.right ? `1${answer.day ?? ""}` : "0";
    };
    const order = offered.map((question, i) => [rank(question), i, question]).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]));
    const chosen = order.slice(0, count).map(([, , question]) => question);
    for (const question of offered) {
      if (chosen.includes(question)) question.hidden = false;
      else question.remove();
    }
    quiz.querySelector(".quiz-question").before(...chosen);
    return chosen;
  }

  for (const quiz of all(document, ".quiz")) {
    const isReview = quiz.classList.contains("review");
    const end = quiz.querySelector(".quiz-end");
    const questions = isReview ? choose(quiz, all(quiz, ".quiz-question"), window.hocsauMemory) : all(quiz, ".quiz-question");
    const label = quiz.getAttribute("aria-labelledby"), memory = window.hocsauMemory;
    const whole = end.insertBefore(document.createElement("p"), end.querySelector("button"));
    whole.className = "quiz-kept";
    whole.textContent = "Trọn vẹn. ";
    const record = document.querySelector(".book-done a"); // under a chapter: its way to the page of progress
    if (record && memory) whole.append(Object.assign(document.createElement("a"), { href: record.href, textContent: "Trang tiến độ đã đánh dấu ★" }), ".");
    const showScore = () => {
      const [done, right, first] = ["tries", "right", "first"].map(name => states.filter(s => s[name]).length);
      const total = states.length;
      end.hidden = !done;
      end.classList.toggle("quiz-whole", right === total);
      whole.hidden = right < total || isReview;
      end.querySelector(".quiz-score").textContent = done < total
        ? `Đã làm ${done}/${total} câu, đúng ${right} câu.`
        : `Bạn đúng ${right}/${total} câu, trong đó ${first} câu đúng ngay lần đầu.`;
    };
    // Only the question that changed is written: other tabs may have answered the others.
    const changed = state => {
      showScore();
      const { id, dataset } = questions[states.indexOf(state)], home = dataset.quiz ?? label;
      state.saved = memory?.save(data => {
        const before = data.quizzes[home]?.[id], again = isReview && before ? { tries: before.tries + 1, first: before.first } : {};
        (data.quizzes[home] ??= {})[id] = { ...state.kept(), ...again, day: today() };
      });
    };
    const states = questions.map(question => startQuestion(question, changed));
    const takeOver = () => {
      const kept = memory?.load().quizzes[label] || {};
      questions.forEach(({ id }, i) => {
        if (kept[id]) states[i].bringBack(kept[id]);
        else if (states[i].saved && !states[i].draft) states[i].clear(); // started again in another tab
      });
      showScore();
    };
    if (!isReview) {
      takeOver();
      addEventListener("hocsau-memory", takeOver);
    } else showScore();
    end.querySelector(".quiz-again").addEventListener("click", () => {
      states.forEach(state => state.clear());
      showScore();
      if (!isReview) memory?.save(data => { delete data.quizzes[label]; });
      questions[0].querySelector("input, .quiz-moves button:not([aria-disabled=true])").focus();
    });
  }
})();
