// From each section of a relation's page to its line in the file: links beside the headings.
"use strict";
(() => {
  const way = document.querySelector(".source [data-lines]");
  if (!way) return;
  const headingOf = (name) => {
    const part = document.getElementById(name);
    if (part) return part.querySelector("h2") ?? part;
    // What belongs to a group of several lists has the anchors of its items.
    return document.getElementById(`${name}-1`)?.closest(".reach > div")?.querySelector("h3");
  };
  const [sign, ...told] = way.dataset.lines.split(" ");
  for (let at = 0; at < told.length; at += 2) {
    const heading = headingOf(told[at]);
    if (heading) {
      const link = document.createElement("a");
      link.className = "edit";
      link.href = `${way.href}${sign}${told[at + 1]}`;
      link.setAttribute("aria-label", `${way.dataset.word}: ${heading.textContent}`);
      link.textContent = way.dataset.word;
      heading.append(" ", link);
    }
  }
})();
