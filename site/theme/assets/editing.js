// From what a page tells of a record to its line in the file: a link beside the heading of each section, and at the end of
// each item of a list. Of each list is told on which line it stands, and how many lines on each of its items begins, such as
// "orders 12 1 8*3".
"use strict";
(() => {
  const way = document.querySelector(".source [data-lines]");
  if (!way) return;
  const [sign, ...told] = way.dataset.lines.split(" ");
  const linkTo = (line, name) => {
    const link = document.createElement("a");
    link.className = "edit";
    link.href = `${way.href}${sign}${line}`;
    link.setAttribute("aria-label", `${way.dataset.word}: ${name}`);
    return link;
  };
  const headingOf = (name) => {
    const part = document.getElementById(name);
    if (part) return part.querySelector("h2") ?? part;
    // What belongs to a group of several lists has the anchors of its items.
    return document.getElementById(`${name}-1`)?.closest(".reach > div")?.querySelector("h3");
  };
  const putBeside = (heading, line) => {
    const link = linkTo(line, heading.textContent);
    link.textContent = way.dataset.word;
    heading.append(" ", link);
  };
  const putAtEnd = (item, line) => {
    const name = (item.querySelector("h3, th, td") ?? item).textContent.trim().slice(0, 60);
    const link = linkTo(line, name);
    link.classList.add("item");
    link.title = link.getAttribute("aria-label");
    link.textContent = "\u270e";
    (item.querySelector("header, th, td:last-of-type") ?? item).append(link);
    return link;
  };
  const lineOf = new Map();
  let list = "";
  let line = 0;
  let number = 0;
  for (const one of told) {
    if (/^\D/.test(one)) {
      list = one;
      line = number = 0;
    } else {
      const [step, times = 1] = one.split("*").map(Number);
      for (let time = 0; time < times; time += 1) {
        line += step;
        const place = number ? `${list}-${number}` : list;
        lineOf.set(place, line);
        const part = number ? document.getElementById(place) : headingOf(list);
        if (part) (number ? putAtEnd : putBeside)(part, line);
        number += 1;
      }
    }
  }
  for (const event of document.querySelectorAll("#timeline li:not([id]) > a[href^='#']")) {
    const found = lineOf.get(event.hash.slice(1));
    if (found) {
      // Who has no mouse finds it where the line of the timeline leads to.
      const link = putAtEnd(event.parentElement, found);
      link.tabIndex = -1;
      link.ariaHidden = "true";
    }
  }
})();
