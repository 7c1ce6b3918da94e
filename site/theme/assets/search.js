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
  // Without a script there is no search, so the script makes the field too.
  const label = box.dataset.label;
  box.setAttribute("role", "search");
  const field = made("input", {
    id: "search", type: "search", placeholder: box.dataset.hint, "aria-label": label, autocomplete: "off", spellcheck: "false",
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

  // One letter more, less, different or swapped.
  const near = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i += 1;
    return a.slice(i + 1) === b.slice(i + 1) || a.slice(i + 1) === b.slice(i) || a.slice(i) === b.slice(i + 1) ||
      (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2));
  };
  const slips = (word, typed) => near(typed, word) || near(typed, word.slice(0, typed.length));

  // Note for each row how well a word stands in it: [in its name, elsewhere] as steps between the numbers of rows.
  const note = (rows, places, points) => places.forEach((steps, elsewhere) => {
    let row = 0;
    for (const step of steps) {
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
      for (const [one, where] of Object.entries(words)) if (slips(one, word)) note(rows, where, 1);
    }
    const ends = (await loaded(alike(index.ends, turned(word)))).flatMap((words) => Object.values(words));
    for (const one of ends.map(turned).filter((one) => near(word, one)).slice(0, PARTS)) note(rows, await places(one), 1);
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

  const find = async (query) => {
    // A number as it is dialled at home is found too: +31 6 and 06 end alike.
    const phone = /^[\d\s()+./-]+$/.test(query) ? query.replace(/\D/g, "").replace(/^0+/, "") : "";
    const dialled = phone.length > 2 ? await rowsOf(phone) : new Map();
    const words = cut(query);
    if (!words.length) return [];
    let [rows, others] = await Promise.all([Promise.all(words.map(rowsOf)).then(shared), findPages(words, holds)]);
    if (dialled.size) rows = [...new Map([...rows, ...dialled])];
    if (!rows.length && !others.length) {
      rows = shared(await Promise.all(words.map(looseRowsOf)));
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
      const item = document.createElement("li");
      item.id = `found-${number}`;
      item.setAttribute("role", "option");
      const link = document.createElement("a");
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
