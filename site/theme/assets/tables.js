// Long tables: a field that filters the rows, and heads that sort them.
"use strict";
(() => {
  const STEP = 100;
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const fold = (text) => (/^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFD").replace(/\p{M}/gu, "")).toLowerCase();
  // Compared as plain text, which is many times as fast as by the rules of a language: 9 stands before 10.
  const order = (text) => fold(text).replace(/\d+/g, (digits) => digits.padStart(12, "0"));

  // Rows that stand in a noscript are text to a browser with scripts: they cost next to nothing until they are drawn.
  const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&#39;": "'", "&#34;": '"' };
  const plain = (text) => text.replace(/&(?:amp|lt|gt|#39|#34);/g, (entity) => ENTITIES[entity]);
  const bare = (html, between) => plain(html.replace(/<[^>]*>/g, between)).trim();
  // These rows leave out where a cell ends.
  const CELL = /<td([^>]*)>(.*?)(?=<td|$)/gs;
  const TOKEN = /<(\/?)([a-z0-9]+)([^>]*)>|([^<]+)/g;
  const ATTRIBUTE = /([a-z-]+)=(?:"([^"]*)"|([^\s"]+))/g;

  // Make the elements of a row from our own writing of it; texts stay texts.
  const drawn = (html) => {
    const top = document.createElement("tbody");
    const open = [top];
    for (const [, end, tag, attributes, text] of html.matchAll(TOKEN)) {
      if (text !== undefined) open.at(-1).append(plain(text));
      else if (end) open.pop();
      else {
        if (tag === "td" && open.at(-1).localName === "td") open.pop();
        const element = document.createElement(tag);
        for (const [, name, quoted, single] of attributes.matchAll(ATTRIBUTE)) element.setAttribute(name, plain(quoted ?? single));
        open.at(-1).append(element);
        if (tag !== "br" && tag !== "wbr") open.push(element);
      }
    }
    return top.firstElementChild;
  };

  // A row that stands on the page, and one that is still a text: both give their element, text and cells.
  const standing = (element, at) => ({
    at,
    element: () => element,
    text: () => [...element.cells].map((cell) => cell.textContent).join(" "),
    cell: (column) => element.cells[column].textContent.trim(),
    key: (column) => element.cells[column].dataset.key ?? element.cells[column].textContent.trim(),
  });
  const written = (html, at) => {
    let made = null;
    let cells = null;
    const cell = (column) => (cells ??= [...html.matchAll(CELL)])[column];
    return {
      at,
      element: () => (made ??= drawn(html)),
      text: () => bare(html, " "),
      cell: (column) => bare(cell(column)[2], ""),
      key: (column) => {
        const key = /data-key="([^"]*)"/.exec(cell(column)[1]);
        return key ? plain(key[1]) : bare(cell(column)[2], "");
      },
    };
  };

  const restOf = (table) => {
    const rest = table.closest(".scroll").nextElementSibling;
    return rest?.matches("noscript.rest-rows") ? rest : null;
  };

  const rowsOf = (first, rest) => {
    const rows = [...first];
    for (const text of rest ? rest.textContent.split("</tr>") : []) {
      // The head of the table stands in the text as well.
      const start = text.indexOf("<tr><td");
      if (start >= 0) rows.push(written(text.slice(start), rows.length));
    }
    return rows;
  };

  // Put rows in the order of a column; empty cells stay at the end whichever way the rest goes.
  const sorted = (rows, column, down) => {
    const keyed = rows.map((row) => {
      const key = row.key(column);
      const number = key === "" ? NaN : Number(key);
      return { row, key, value: Number.isNaN(number) ? order(key) : number };
    });
    const texts = keyed.some((one) => one.key !== "" && typeof one.value === "string");
    if (texts) for (const one of keyed) one.value = order(one.key);
    const last = keyed.filter((one) => one.key === "");
    const first = keyed.filter((one) => one.key !== "");
    const [less, more] = down ? [1, -1] : [-1, 1];
    first.sort((a, b) => (a.value < b.value ? less : a.value > b.value ? more : a.row.at - b.row.at));
    return [...first, ...last].map((one) => one.row);
  };

  // What is on the page of a table: the rows that match, in their order, as many as are asked for.
  const view = (table) => {
    const body = table.tBodies[0];
    const first = [...body.rows].map(standing);
    const rest = restOf(table);
    const total = first.length + Number(rest?.dataset.rows ?? 0);
    let all = null;
    const state = {
      // Made when somebody asks for a row that does not stand on the page yet.
      get all() { return (all ??= rowsOf(first, rest)); },
      rows: null,
      limit: table.matches("[data-limited]") ? STEP : Infinity,
      matches: null,
    };
    let shown = first;
    state.draw = () => {
      if (!state.rows && !state.matches && shown === first && Math.min(state.limit, total) === first.length) return total;
      const rows = state.rows ?? state.all;
      const found = state.matches ? rows.filter(state.matches) : rows;
      const wanted = found.slice(0, state.limit);
      if (wanted.length === shown.length && wanted.every((row, at) => row === shown[at])) return found.length;
      shown = wanted;
      // One by one: a call takes no more than some ten thousands of arguments.
      const drawing = document.createDocumentFragment();
      for (const row of wanted) drawing.append(row.element());
      body.replaceChildren(drawing);
      return found.length;
    };
    return state;
  };

  // Make heads that sort; give the function that sorts by a column.
  const sortable = (table, state, changed) => {
    const heads = [...table.tHead.rows[0].cells];
    const sort = (column, down) => {
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
      state.by = `${down ? "-" : ""}${column + 1}`;
      state.rows = sorted(state.all, column, down);
      changed();
    };
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => sort(column, head.getAttribute("aria-sort") === "ascending"));
    });
    return sort;
  };

  // What was typed, chosen and sorted by stands in the address: it is there again after a visit to a record, and whoever
  // gets the address sees the same rows. Behind the # no server is told of it.
  const chosen = new URLSearchParams(`${location.search.slice(1)}&${location.hash.slice(1)}`);
  const remember = (told) => {
    const kept = new URLSearchParams(Object.entries(told).filter(([, value]) => value));
    history.replaceState(null, "", `${location.pathname}#${kept}`);
  };

  // A list to choose from for each column that asks for one; a page may be opened with a choice: ?status=active.
  const facets = (table, state) => [...table.tHead.rows[0].cells].flatMap((head, column) => {
    if (!head.dataset.facet) return [];
    const split = (text) => ("many" in head.dataset ? text.split(", ") : [text]);
    const select = document.createElement("select");
    select.setAttribute("aria-label", head.textContent);
    select.add(new Option(head.textContent, ""));
    let texts = null;
    const fill = () => {
      if (texts) return;
      texts = state.all.map((row) => row.cell(column));
      const options = [...new Set([...new Set(texts)].flatMap(split))].filter(Boolean).sort(collator.compare);
      if (options.length < 2) select.remove();
      for (const option of options) select.add(new Option(option, option));
      const wanted = chosen.get(head.dataset.facet);
      if (options.includes(wanted)) select.value = wanted;
    };
    // Every row must be read for it: before the page is drawn only when it was opened with a choice.
    if (chosen.has(head.dataset.facet)) fill();
    else setTimeout(fill, 250);
    return [{ select, name: head.dataset.facet, holds: (row) => !select.value || split(texts[row.at]).includes(select.value) }];
  });

  // Which columns are shown: those that are extra when somebody asks for them.
  const columns = (table, text) => {
    const box = document.createElement("details");
    box.className = "columns";
    const title = document.createElement("summary");
    title.textContent = text;
    const list = document.createElement("div");
    box.append(title, list);
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (!column) return;
      const label = document.createElement("label");
      const tick = document.createElement("input");
      tick.type = "checkbox";
      tick.checked = !("extra" in head.dataset);
      const show = () => table.classList.toggle(`off-${column + 1}`, !tick.checked);
      tick.addEventListener("change", show);
      show();
      label.append(tick, ` ${head.textContent}`);
      list.append(label);
    });
    return box;
  };

  // Only the first rows are drawn: a page of ten thousand relations opens as fast as one of a hundred.
  const viewed = (table, tools) => {
    table.dataset.limited = "";
    const state = view(table);
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = tools.dataset.hint;
    field.setAttribute("aria-label", tools.dataset.hint);
    const count = document.createElement("span");
    count.className = "quiet";
    count.setAttribute("role", "status");
    const more = document.createElement("button");
    more.type = "button";
    more.className = "show-more";
    more.textContent = tools.dataset.more;
    // Made when there is time, or else when somebody types.
    let texts = null;
    const textsOf = () => (texts ??= state.all.map((row) => fold(row.text())));
    setTimeout(textsOf, 500);
    const choices = facets(table, state);
    const draw = () => {
      const words = fold(field.value).split(/\s+/).filter(Boolean);
      const isChosen = words.length || choices.some((one) => one.select.value);
      state.matches = isChosen && ((row) => words.every((word) => textsOf()[row.at].includes(word)) && choices.every((one) => one.holds(row)));
      const found = state.draw();
      more.hidden = found <= state.limit;
      count.textContent = found === 1 ? tools.dataset.one : tools.dataset.count.replace("#", found.toLocaleString(language));
    };
    const drawn = () => {
      draw();
      remember({ q: field.value, by: state.by, ...Object.fromEntries(choices.map((one) => [one.name, one.select.value])) });
    };
    const again = () => { state.limit = STEP; drawn(); };

    const sort = sortable(table, state, drawn);
    field.addEventListener("input", again);
    more.addEventListener("click", () => { state.limit += STEP; draw(); });
    for (const { select } of choices) select.addEventListener("change", again);
    tools.append(field, ...choices.map((one) => one.select));
    if (table.querySelector("th[data-extra]")) tools.append(columns(table, tools.dataset.columns));
    tools.append(count);
    table.closest(".scroll").after(more);
    field.value = chosen.get("q") ?? "";
    const by = Number(chosen.get("by"));
    if (table.tHead.rows[0].cells[Math.abs(by) - 1]) sort(Math.abs(by) - 1, by < 0);
    else draw();
    table.classList.add("drawn");
  };

  // What scrolls sideways can be scrolled by keyboard; what fits is no stop on the way.
  const reachable = new ResizeObserver((boxes) => boxes.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }));

  document.documentElement.classList.add("scripted");
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".scroll, .steps-box").forEach((box) => reachable.observe(box));
    const tools = document.querySelector("[data-tools]");
    document.querySelectorAll("table[data-table]").forEach((table, number) => {
      if (tools && !number) {
        viewed(table, tools);
        return;
      }
      const state = view(table);
      sortable(table, state, state.draw);
      table.classList.add("drawn");
    });
  });
})();
