// Long tables: a field that filters the rows, and heads that sort them.
"use strict";
(() => {
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const STEP = 200;
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });

  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.key ?? cell.textContent.trim();
  };

  const compare = (a, b) => {
    if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
    const [x, y] = [Number(a), Number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? collator.compare(a, b) : x - y;
  };

  const sortable = (table) => {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        [...table.tHead.rows[0].cells].forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].map((row, at) => [key(row, column), at, row]);
        // Empty cells stay at the end whichever way the rest goes.
        rows.sort(([a, i], [b, j]) => (a === "" || b === "" ? compare(a, b) : (down ? -1 : 1) * compare(a, b)) || i - j);
        // One by one: a call takes no more than some ten thousands of arguments.
        rows.forEach(([, , row]) => body.append(row));
        table.dispatchEvent(new Event("sorted"));
      });
    });
  };

  // Only the first rows are drawn: a page of ten thousand relations opens as fast as one of a hundred.
  const viewed = (table, tools) => {
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
    const texts = new Map([...table.tBodies[0].rows].map((row) => [row, fold(row.textContent)]));
    let limit = STEP;

    const draw = () => {
      const words = fold(field.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const row of table.tBodies[0].rows) {
        const matches = words.every((word) => texts.get(row).includes(word));
        if (matches) found += 1;
        row.hidden = !matches || found > limit;
      }
      more.hidden = found <= limit;
      count.textContent = tools.dataset.count.replace("#", found.toLocaleString(language));
    };

    field.addEventListener("input", () => { limit = STEP; draw(); });
    more.addEventListener("click", () => { limit += STEP; draw(); });
    table.addEventListener("sorted", draw);
    tools.append(field, count);
    table.closest(".scroll").after(more);
    draw();
    table.classList.add("drawn");
  };

  // What scrolls sideways can be scrolled by keyboard; what fits is no stop on the way.
  const reachable = new ResizeObserver((boxes) => boxes.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }));

  document.documentElement.classList.add("scripted");
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".scroll").forEach((box) => reachable.observe(box));
    document.querySelectorAll("table[data-table]").forEach(sortable);
    const tools = document.querySelector("[data-tools]");
    if (tools) viewed(document.querySelector("table[data-table]"), tools);
    else document.querySelectorAll("table[data-table]").forEach((table) => table.classList.add("drawn"));
  });
})();
