// Search: names, numbers, people, cities, e-mail addresses, phone numbers, and pages that are no records.
// It loads the parts of the index that it needs.
"use strict";
(() => {
  const box = document.querySelector(".search");
  const made = (name, attributes) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    box.append(element);
    return element;
  };
  // Without a script there is no search, so the script makes the field too; a telephone has no room for the hint.
  const label = box.dataset.label;
  const hint = matchMedia("(max-width: 52rem)").matches ? label : box.dataset.hint;
  box.setAttribute("role", "search");
  const field = made("input", {
    id: "search", type: "search", placeholder: hint, "aria-label": label, autocomplete: "off", spellcheck: "false",
    role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
  });
  made("kbd", { "aria-hidden": "true" }).textContent = "/";
  const list = made("ul", { id: "found", role: "listbox", "aria-label": label, hidden: "" });
  const count = made("p", { class: "unseen", role: "status", id: "found-count" });
  const root = box.dataset.root;
  const MOST = 12;
  const MOST_PAGES = 8;
  // Parts loaded for one word at most: a longer word needs fewer of them.
  const PARTS = 6;
  // A word of so many letters may have two slips.
  const LONG = 8;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  let index = null;
  let chosen = -1;
  let asked = 0;

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/ß/g, "ss").replace(/ø/g, "o").replace(/ł/g, "l").replace(/æ/g, "ae").replace(/œ/g, "oe").replace(/đ/g, "d");

  const cut = (text) => fold(text).split(/[^\p{L}\p{N}@.+-]+/u).map((word) => word.replace(/^[.+@-]+|[.+@-]+$/g, "")).filter(Boolean);

  // Scripts call these when they come; a part that never comes is an empty one.
  const parts = new Map();
  const waiting = new Map();
  window.klantboekIndex = (told) => { index = told; };
  window.klantboekPart = (name, part) => waiting.get(name)?.(part);

  const script = (name, done) => {
    const element = document.createElement("script");
    element.src = `${root}search/${name}.js`;
    element.addEventListener("load", done);
    element.addEventListener("error", done);
    document.head.append(element);
  };

  const part = (name) => {
    if (!parts.has(name)) {
      parts.set(name, new Promise((resolve) => {
        waiting.set(name, resolve);
        script(name, () => resolve({}));
      }));
    }
    return parts.get(name);
  };

  let begun = null;
  const begin = () => { begun ??= new Promise((resolve) => { script("index", resolve); }); return begun; };

  // The first part in which words from this one on may stand: each part is known by its first word.
  const place = (firsts, word) => {
    let [low, high] = [0, firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (firsts[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  };

  // The parts in which words that begin so may stand.
  const beginning = ({ firsts, names }, word) => {
    const found = [];
    for (let at = place(firsts, word); at < firsts.length && found.length < PARTS; at += 1) {
      if (found.length && !firsts[at].startsWith(word)) break;
      found.push(names[at]);
    }
    return found;
  };

  // The parts whose words begin alike, the nearest first.
  const alike = (listed, word) => {
    const found = [];
    for (let length = word.length - 1; length > 1 && found.length < PARTS; length -= 1) {
      for (const name of beginning(listed, word.slice(0, length))) if (!found.includes(name)) found.push(name);
    }
    return found.slice(0, PARTS);
  };

  // Letters more, less, different or swapped: one in a word that was typed, two in a long one.
  const near = (typed, word) => {
    const most = typed.length < LONG ? 1 : 2;
    if (Math.abs(typed.length - word.length) > most) return false;
    let [older, old, now] = [[], [], Array.from({ length: word.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= typed.length; i += 1) {
      [older, old, now] = [old, now, [i]];
      for (let j = 1; j <= word.length; j += 1) {
        now[j] = Math.min(old[j] + 1, now[j - 1] + 1, old[j - 1] + (typed[i - 1] !== word[j - 1]));
        if (typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) now[j] = Math.min(now[j], older[j - 2] + 1);
      }
      if (Math.min(...now) > most) return false;
    }
    return now[word.length] <= most;
  };
  // How well a word fits what was typed with a slip: as a whole, or as far as somebody typed; 0 for not at all.
  const slips = (word, typed) => (near(typed, word) ? 2 : Number(near(typed, word.slice(0, typed.length))));

  // Note for each row how well a word stands in it: [in its name, elsewhere] as steps between the numbers of rows.
  const note = (rows, places, points) => places.forEach((steps, elsewhere) => {
    let row = 0;
    for (const step of points ? steps : []) {
      row += step;
      rows.set(row, Math.max(rows.get(row) ?? 0, elsewhere ? points : points + 4));
    }
  });

  const turned = (word) => [...word].reverse().join("");
  const loaded = async (names) => Promise.all(names.map(part));

  const places = async (word) => {
    const found = await loaded(beginning(index.begins, word));
    return found.find((words) => Object.hasOwn(words, word))?.[word] ?? [];
  };

  // The rows in which one word stands: as it is, at the beginning of a longer one, or at the end of one.
  const rowsOf = async (word) => {
    const rows = new Map();
    for (const words of await loaded(beginning(index.begins, word))) {
      for (const [one, where] of Object.entries(words)) if (one.startsWith(word)) note(rows, where, one === word ? 9 : 6);
    }
    if (rows.size < MOST && word.length > 3) {
      const back = turned(word);
      const longer = (await loaded(beginning(index.ends, back))).flatMap((words) => Object.values(words).filter((one) => one.startsWith(back)));
      for (const one of longer.slice(0, PARTS)) note(rows, await places(turned(one)), 3);
    }
    return rows;
  };

  // The rows in which a word stands that was typed with a slip: one half of it is right.
  const looseRowsOf = async (word) => {
    const rows = await rowsOf(word);
    if (word.length < 4) return rows;
    for (const words of await loaded(alike(index.begins, word))) {
      for (const [one, where] of Object.entries(words)) note(rows, where, slips(one, word));
    }
    const ends = (await loaded(alike(index.ends, turned(word)))).flatMap((words) => Object.values(words));
    for (const one of ends.map(turned).filter((one) => near(word, one)).slice(0, PARTS)) note(rows, await places(one), 2);
    return rows;
  };

  const shared = (found) => {
    const [first, ...others] = found.sort((a, b) => a.size - b.size);
    return [...first].flatMap(([row, points]) => others.every((rows) => rows.has(row))
      ? [[row, others.reduce((total, rows) => total + rows.get(row), points)]] : []);
  };

  // The best rows: of those that are found as well, relations first, and then by their names.
  const best = async (rows) => {
    const other = (row) => row < index.relations;
    const found = rows.sort(([a, x], [b, y]) => y - x || other(a) - other(b) || a - b).slice(0, MOST);
    const shown = await Promise.all(found.map(([row]) => part(`r${Math.floor(row / index.shown)}`)));
    const hits = found.flatMap(([row, points], at) => {
      const [title, page, kind, below] = shown[at][row % index.shown] ?? [];
      return page ? [{ title, page, kind: index.kinds[kind], below, points, other: other(row) }] : [];
    });
    return hits.sort((a, b) => b.points - a.points || a.other - b.other || collator.compare(a.title, b.title));
  };

  // How well a word stands in a page: in its title, or at the beginning of one in what else is said of it; 0 for not at all.
  const pointsOf = (page, word, is) => {
    if (page.named.includes(word)) return 9;
    if (page.named.some((one) => is(one, word))) return 6;
    return page.told.some((one) => one.startsWith(word)) ? 3 : 0;
  };

  let pages = null;
  const readPages = async () => {
    const { heading, rows = [] } = await part("pages");
    pages ??= rows.map(([title, page, kind, below, words, lang]) => ({
      title, page, kind, below, heading, lang, named: cut(title), told: cut(`${below} ${words}`),
    }));
    return pages;
  };

  const holds = (one, word) => one.startsWith(word) || (word.length > 3 && one.includes(word));

  // The best pages: those in which every word stands.
  const findPages = async (words, is) => (await readPages())
    .map((page) => {
      const points = words.map((word) => pointsOf(page, word, is));
      return { ...page, points: points.every(Boolean) ? points.reduce((total, one) => total + one, 0) : 0 };
    })
    .filter((page) => page.points)
    .sort((a, b) => b.points - a.points || collator.compare(a.title, b.title))
    .slice(0, MOST_PAGES);

  // What a number may stand for: one that is dialled, at home as from abroad (06, +31 6, +31 (0)6), or that of a relation (42).
  const numbers = (query) => {
    const found = [];
    const phone = /^[\d\s()+./-]+$/.test(query) ? query.replace(/^(\+|00)(.*?)\(0\)/, "$2").replace(/\D/g, "").replace(/^0+/, "") : "";
    if (phone.length > 2) found.push(phone);
    const relation = /^r?[-\s]?(\d{1,9})$/i.exec(query);
    if (relation) found.push(`r-${relation[1].replace(/^0+/, "").padStart(5, "0")}`);
    return found;
  };

  // The rows in which every word stands; of three words or more, when there are none, those in which all but one stand.
  const most = (found) => {
    const every = shared([...found]);
    if (every.length || found.length < 3) return every;
    return [...new Map(found.flatMap((_, without) => shared(found.filter((_, at) => at !== without))))];
  };

  const find = async (query) => {
    const words = cut(query);
    if (!words.length) return [];
    const called = await Promise.all(numbers(query).map(rowsOf));
    let [rows, others] = await Promise.all([Promise.all(words.map(rowsOf)).then(shared), findPages(words, holds)]);
    // Who has the number comes before those in whose name or address it stands.
    rows = [...new Map([...rows, ...called.flatMap((one) => [...one].map(([row, points]) => [row, points + 9]))])];
    if (!rows.length && !others.length) {
      rows = most(await Promise.all(words.map(looseRowsOf)));
      others = await findPages(words, (one, word) => word.length > 3 && slips(one, word));
    }
    return [...await best(rows), ...others];
  };

  const span = (name, text) => {
    const made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    return made;
  };

  // Each row below it says its kind, so that it need not be read out.
  const heading = (text) => Object.assign(document.createElement("li"), { className: "heading", textContent: text, ariaHidden: "true" });

  const show = (hits) => {
    list.replaceChildren();
    hits.forEach((row, number) => {
      if (row.heading && !hits[number - 1]?.heading) list.append(heading(row.heading));
      // The link itself is the choice: in a choice nothing may stand that can be clicked apart.
      const item = document.createElement("li");
      item.setAttribute("role", "presentation");
      const link = document.createElement("a");
      link.id = `found-${number}`;
      link.setAttribute("role", "option");
      link.href = root + row.page;
      link.tabIndex = -1;
      const name = span("name", row.title);
      if (row.lang) name.lang = row.lang;
      link.append(name, span("sort", row.kind || ""), span("sub", row.below));
      item.append(link);
      list.append(item);
    });
    if (!hits.length) list.append(Object.assign(document.createElement("li"), { className: "none", textContent: box.dataset.none }));
    count.textContent = hits.length ? box.dataset.count.replace("#", hits.length) : box.dataset.none;
    open(true);
    choose(hits.length ? 0 : -1);
  };

  const open = (yes) => {
    list.hidden = !yes;
    field.setAttribute("aria-expanded", String(yes));
  };

  const choose = (number) => {
    const items = list.querySelectorAll('[role="option"]');
    chosen = items.length ? (number + items.length) % items.length : -1;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", items[chosen].id);
      items[chosen].scrollIntoView({ block: "nearest" });
    }
  };

  const search = async () => {
    const query = field.value.trim();
    const turn = (asked += 1);
    if (!query) {
      count.textContent = "";
      open(false);
      return;
    }
    await begin();
    const hits = index && turn === asked ? await find(query) : [];
    // What was typed later is shown, whichever answer comes first.
    if (turn !== asked) return;
    show(hits);
    list.dataset.words = query;
  };

  field.addEventListener("focus", begin);
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      list.querySelectorAll("a")[chosen].click();
    } else if (event.key === "Escape") {
      open(false);
      field.blur();
    }
  });
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) open(false); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
})();
