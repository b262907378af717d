
"use strict";
// Sorting, filtering and opening. The page says everything without it.
(() => {
  const FIRST = 25;

  for (const list of document.querySelectorAll(".improvements")) {
    const form = list.querySelector("form");
    const body = list.querySelector("tbody");
    const rows = Array.from(body.rows);
    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const more = list.querySelector(".more");
    const button = more.querySelector("button");
    const field = (name) => form.elements.namedItem(name).value;
    let all = false;

    const show = () => {
      const words = field("text").toLowerCase().split(/\s+/).filter(Boolean);
      const keys = ["risk", "pillar", "severity", "kind"].filter((key) => field(key));
      const matches = (row) => keys.every((key) => row.dataset[key] === field(key)) && words.every((word) => texts.get(row).includes(word));
      const found = Array.from(body.rows).filter(matches);
      const shown = new Set(all ? found : found.slice(0, FIRST));
      for (const row of rows) row.hidden = !shown.has(row);
      list.querySelector(".none-left").hidden = found.length > 0;
      more.hidden = found.length <= FIRST;
      button.textContent = all ? `Show the first ${FIRST}` : `Show all ${found.length}`;
      form.querySelector("output").textContent = `${found.length} of ${rows.length} match`;
    };

    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(show));
    button.addEventListener("click", () => { all = !all; show(); });

    list.querySelectorAll("th[data-sort]").forEach((head, column) => {
      const sorter = document.createElement("button");
      sorter.type = "button";
      sorter.append(...head.childNodes);
      head.append(sorter);
      head.setAttribute("aria-sort", column === 0 ? "ascending" : "none");
      sorter.addEventListener("click", () => {
        const falling = head.getAttribute("aria-sort") === "ascending";
        for (const other of list.querySelectorAll("th[data-sort]")) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", falling ? "descending" : "ascending");
        const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
        const compare = head.dataset.sort === "number"
          ? (left, right) => Number(value(left)) - Number(value(right))
          : (left, right) => value(left).localeCompare(value(right), "en", { numeric: true });
        const order = new Map(rows.map((row, position) => [row, position]));
        const sorted = [...rows].sort((left, right) => (falling ? -1 : 1) * compare(left, right) || order.get(left) - order.get(right));
        body.append(...sorted);
        show();
      });
    });
    show();
  }

  for (const tools of document.querySelectorAll(".tools")) {
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const wanted = event.target.dataset.open;
      if (!wanted) return;
      for (const details of tools.parentElement.querySelectorAll("details")) details.open = wanted === "all";
    });
  }

  // A link to a question opens it, also where the browser does not do so by itself.
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target?.closest("details");
    if (!details || details.open) return;
    details.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();
