// Một Cửa: small conveniences only. Every page works without this file.
(() => {
  const root = document.documentElement;

  // Theme: the link keeps the choice in a cookie by itself; here the page need not be loaded anew.
  document.querySelectorAll("[data-theme-to]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    const to = link.dataset.themeTo;
    root.dataset.theme = to;
    document.cookie = `motcua_theme=${to}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    document.querySelector(`[data-theme-to=${to === "dark" ? "light" : "dark"}]`)?.focus();
  }));

  // Selection: count, select-all, show the bar for what is selected.
  const boxes = () => [...document.querySelectorAll("[data-pick]")];
  const count = () => {
    const every = boxes(), picked = every.filter((box) => box.checked);
    every.forEach((box) => box.closest("tr").classList.toggle("sel", box.checked));
    const all = document.querySelector("[data-pick-all]"), bar = document.querySelector("[data-bulk]");
    if (all) { all.checked = every.length > 0 && picked.length === every.length; all.indeterminate = picked.length > 0 && !all.checked; }
    if (bar) { bar.hidden = picked.length === 0; bar.querySelector("[data-count]").textContent = picked.length; }
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) boxes().forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches("[data-pick], [data-pick-all]")) count();
  });
  if (boxes().length) count();

  // A box that scrolls sideways must be reachable by keyboard; what has to be measured for it waits for the first paint.
  const reach = () => document.querySelectorAll(".scroll").forEach((box) => { if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; });
  requestAnimationFrame(() => setTimeout(reach));

  // A page whose frame came ahead says at its end of what moment its figures are.
  const dates = [...document.querySelectorAll("[data-at]")];
  dates.forEach((place) => { place.textContent = dates.at(-1).textContent; place.parentElement.hidden = false; });

  // Live parts: asked for with the tag of what is shown, so that nothing comes back where nothing changed. They rest
  // while somebody types, selects, has a form open or is away, and a session is not kept alive by them.
  const RESTS = 10 * 60_000, OLD = 60_000, tags = new Map();
  let active = Date.now(), fresh = Date.now();
  ["pointerdown", "keydown", "wheel", "touchstart"].forEach((kind) => addEventListener(kind, () => { active = Date.now(); }, { passive: true }));
  const busy = (part) => document.hidden || Date.now() - active > RESTS || part.contains(document.activeElement) || boxes().some((box) => box.checked) || part.querySelector("details.act[open]") || !getSelection().isCollapsed;
  document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.matches("[data-live]") && busy(event.target)) event.preventDefault(); });
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches("[data-live]")) return;
    event.detail.headers["X-Motcua-Poll"] = "1";
    if ("here" in event.target.dataset) event.detail.path = location.pathname + location.search; // filters may have changed it
    const tag = tags.get(event.target.id);
    if (tag) event.detail.headers["If-None-Match"] = tag;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const answer = event.detail.xhr, at = answer.getResponseHeader("X-Motcua-At");
    if (!at) return;
    fresh = Date.now();
    document.querySelectorAll("[data-at]").forEach((place) => { place.textContent = at; });
    if (event.target.matches("[data-live]")) tags.set(event.target.id, answer.getResponseHeader("ETag"));
    else tags.clear();
  });
  // A part that is complete is not asked for again, and what it says does not grow old.
  document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.xhr.status === 286) event.target.removeAttribute("data-live"); });
  document.addEventListener("htmx:afterSwap", () => { reach(); if (boxes().length) count(); });
  if (document.querySelector("[data-live]")) setInterval(() => { const mark = document.querySelector("[data-stale]"); if (mark) mark.hidden = Date.now() - fresh < OLD || !document.querySelector("[data-live]"); }, 5_000);

  // Keyboard: never while typing, never with a modifier.
  const rows = () => [...document.querySelectorAll("[data-row]")];
  let at = -1, chord = false;
  const move = (step) => {
    const list = rows();
    if (!list.length) return;
    list.forEach((row) => row.classList.remove("cursor"));
    at = Math.max(0, Math.min(list.length - 1, at + step));
    list[at].classList.add("cursor");
    list[at].querySelector("a")?.focus();
    list[at].scrollIntoView({ block: "nearest" });
  };
  const help = () => { const box = document.getElementById("keys"); if (box && !box.open) box.showModal(); };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
    if (chord) {
      chord = false;
      const link = [...document.querySelectorAll(".nav [data-key]")].find((each) => each.dataset.key === event.key);
      if (link) location.href = link.href;
      return;
    }
    if (event.key === "/") { const box = document.getElementById("q"); if (box) { event.preventDefault(); box.focus(); } }
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "x" && at >= 0) rows()[at]?.querySelector("[data-pick]")?.click();
    else if (event.key === "g") chord = true;
    else if (event.key === "?") help();
  });
  document.querySelectorAll("[data-keys-open]").forEach((link) => link.addEventListener("click", (event) => { event.preventDefault(); help(); }));
  document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
})();
