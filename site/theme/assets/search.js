// Search over the index of pages: names, numbers, people, cities, e-mail addresses, digits of phone numbers.
"use strict";
(() => {
  const box = document.querySelector(".search");
  const field = document.getElementById("search");
  const list = document.getElementById("found");
  const count = document.getElementById("found-count");
  const root = box.dataset.root;
  let rows = null;
  let kinds = {};
  let chosen = -1;

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/ß/g, "ss").replace(/ø/g, "o").replace(/ł/g, "l").replace(/æ/g, "ae").replace(/œ/g, "oe").replace(/đ/g, "d");

  // A number as it is dialled at home is found too: +31 6 and 06 end alike.
  const digits = (text) => text.replace(/\D/g, "").replace(/^0+/, "");

  window.klantboekIndex = (names, found) => {
    kinds = names;
    rows = found.map(([title, page, kind, below, more]) => {
      const text = fold(`${title} ${below} ${more}`);
      return { title, page, kind, below, name: fold(title), text, words: text.split(/[^\p{L}\p{N}@.+-]+/u), numbers: more.replace(/[^\d ]/g, "") };
    });
    search();
  };

  const load = () => {
    if (document.getElementById("search-index")) return;
    const script = document.createElement("script");
    script.id = "search-index";
    script.src = `${root}search/index.js`;
    document.head.append(script);
  };

  // One letter more, less, different or swapped.
  const near = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i += 1;
    return a.slice(i + 1) === b.slice(i + 1) || a.slice(i + 1) === b.slice(i) || a.slice(i) === b.slice(i + 1) ||
      (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2));
  };

  const score = (row, tokens, phone, loose) => {
    if (phone.length > 3 && row.numbers.includes(phone)) return 60;
    let total = row.kind === "relation" ? 1 : 0;
    for (const token of tokens) {
      if (row.name.startsWith(token)) total += 12;
      else if (row.words.some((word) => word === token)) total += 9;
      else if (row.words.some((word) => word.startsWith(token))) total += 6;
      else if (row.text.includes(token)) total += 3;
      else if (loose && token.length > 3 && row.words.some((word) => near(token, word) || near(token, word.slice(0, token.length)))) total += 1;
      else return 0;
    }
    return total;
  };

  const find = (query) => {
    const tokens = fold(query).split(/\s+/).filter(Boolean);
    const phone = /^[\d\s()+./-]+$/.test(query) ? digits(query) : "";
    const pass = (loose) => rows.map((row) => [score(row, tokens, phone, loose), row]).filter(([points]) => points > 0);
    let hits = pass(false);
    if (!hits.length) hits = pass(true);
    return hits.sort(([a, x], [b, y]) => b - a || (x.name < y.name ? -1 : 1)).slice(0, 12).map(([, row]) => row);
  };

  const span = (name, text) => {
    const made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    return made;
  };

  const show = (hits) => {
    list.replaceChildren();
    hits.forEach((row, number) => {
      const item = document.createElement("li");
      item.id = `found-${number}`;
      item.setAttribute("role", "option");
      const link = document.createElement("a");
      link.href = root + row.page;
      link.tabIndex = -1;
      link.append(span("name", row.title), span("sort", kinds[row.kind] || ""), span("sub", row.below));
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

  const search = () => {
    const query = field.value.trim();
    if (!query) {
      count.textContent = "";
      open(false);
    }
    else if (rows) show(find(query));
  };

  field.addEventListener("focus", load);
  field.addEventListener("input", () => { load(); search(); });
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
