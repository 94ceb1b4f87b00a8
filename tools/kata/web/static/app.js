// What every page has: requests to the server, keys, the theme, the list with its search.

const root = document.documentElement;
export const base = root.dataset.base;
const live = "live" in root.dataset;

/** Ask the server for something. Throws an Error with its sentence; `error.said` has all that it answered. */
export async function ask(path, sent = {}) {
  let reply;
  try {
    reply = await fetch(base + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(sent),
    });
  } catch {
    throw new Error("The server doesn't answer. Is `kata web` still running in its terminal?");
  }
  const said = await reply.json().catch(() => ({ error: "The server's answer can't be read." }));
  if (!reply.ok) throw Object.assign(new Error(said.error ?? "That didn't work."), { said, status: reply.status });
  return said;
}

/** Say something to the person, for a screen reader too. */
export function notice(text, kind = "warning") {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = text;
  document.getElementById("notice").replaceChildren(...(text ? [line] : []));
}

export function remember(key, value) {
  try {
    localStorage.setItem(`kata-${key}`, value);
  } catch {
    // A browser that keeps nothing asks again.
  }
}

export function recall(key) {
  try {
    return localStorage.getItem(`kata-${key}`);
  } catch {
    return null;
  }
}

// --- keys

const keys = new Map();
let before = "";

/** Let a key do something while no field has the focus. `g k` is one key after another. */
export function onKey(key, does) {
  keys.set(key, does);
}

function isField(element) {
  return element.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable], .cm-editor") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isField(event.target) && !event.target.closest(".cm-editor")) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || document.querySelector("dialog[open]")) return;
  const does = keys.get(`${before} ${event.key}`.trim()) ?? keys.get(event.key);
  before = event.key === "g" ? "g" : "";
  if (!does) return;
  event.preventDefault();
  does();
});

// A static site has a file for each page.
const go = (path) => () => location.assign(base + path + (live ? "" : path ? ".html" : "index.html"));
const follow = (selector) => () => document.querySelector(selector)?.click();
onKey("?", () => document.getElementById("keys").showModal());
onKey("g k", go(""));
onKey("g p", go("paths"));
if (live) {
  onKey("c", go("next"));
  onKey("g r", go("review"));
  onKey("g i", go("interview"));
  onKey("g s", go("stats"));
}
onKey("n", follow("a[rel=next]"));
onKey("p", follow("a[rel=prev]"));
document.getElementById("help").addEventListener("click", () => document.getElementById("keys").showModal());

// --- theme

const themes = ["system", "light", "dark"];
const themeButton = document.getElementById("theme");
function showTheme() {
  themeButton.querySelector("span").textContent = root.dataset.theme ?? "system";
}
themeButton.addEventListener("click", () => {
  const next = themes[(themes.indexOf(root.dataset.theme ?? "system") + 1) % themes.length];
  if (next === "system") delete root.dataset.theme;
  else root.dataset.theme = next;
  remember("theme", next === "system" ? "" : next);
  showTheme();
});
showTheme();

// --- clocks of an interview

for (const clock of document.querySelectorAll(".clock")) {
  const ends = Date.now() + 1000 * Number(clock.dataset.seconds);
  const tick = () => {
    const left = Math.max(Math.round((ends - Date.now()) / 1000), 0);
    clock.textContent = left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left` : "The time is up";
  };
  tick();
  setInterval(tick, 1000);
}

// --- the list

const list = document.querySelector("ul.katas");
if (list) {
  const visible = () => [...document.querySelectorAll(".katas li:not([hidden]) > a")];
  const step = (by) => () => {
    const links = visible();
    const at = links.indexOf(document.activeElement);
    links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
  };
  onKey("j", step(1));
  onKey("k", step(-1));
  onKey("ArrowDown", step(1));
  onKey("ArrowUp", step(-1));
}

const filters = document.getElementById("filters");
if (filters) {
  const items = [...list.children];
  const words = filters.elements.q;
  const found = document.getElementById("found");
  let asked = 0;
  onKey("/", () => words.focus());

  const search = live ? searchOnServer : searchHere;
  async function show() {
    asked += 1;
    const mine = asked;
    let { names, says } = { names: null, says: "" };
    if (words.value.trim()) {
      try {
        ({ names, says } = await search(words.value));
      } catch (error) {
        says = error.message;
      }
    }
    if (mine !== asked) return;
    const place = names && new Map(names.map((name, index) => [name, index]));
    let shown = 0;
    for (const item of items) {
      const fits = (!place || place.has(item.dataset.name)) && fitsFilters(item.dataset);
      item.hidden = !fits;
      shown += fits;
    }
    const ordered = place ? items.filter((item) => !item.hidden).sort((a, b) => place.get(a.dataset.name) - place.get(b.dataset.name)) : items;
    list.append(...ordered);
    const narrowed = place || [...filters.elements].some((field) => field.value);
    found.textContent = narrowed ? `${shown} of ${items.length} katas. ${says}` : "";
    list.dataset.shown = words.value;
    const address = new URLSearchParams([...new FormData(filters)].filter(([, value]) => value));
    history.replaceState(null, "", address.size ? `?${address}` : location.pathname);
  }
  function fitsFilters(data) {
    return [...filters.querySelectorAll("select")].every((field) => {
      if (!field.value) return true;
      if (field.name === "status" && field.value === "due") return "due" in data;
      return data[field.name] === field.value;
    });
  }
  filters.addEventListener("input", show);
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    visibleFirst()?.click();
  });
  function visibleFirst() {
    return list.querySelector("li:not([hidden]) > a");
  }
  for (const [name, value] of new URLSearchParams(location.search)) if (filters.elements[name]) filters.elements[name].value = value;
  if ([...filters.elements].some((field) => field.value)) show();
}

async function searchOnServer(text) {
  const reply = await fetch(`${base}search?${new URLSearchParams({ q: text })}`, { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error("The search doesn't answer.");
  return reply.json();
}

/** The search of a static site, over what its search.js holds: every word must stand somewhere, titles and tags first. */
function searchHere(text) {
  const sought = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const ranked = [];
  for (const { name, head, text: body } of window.KATAS) {
    if (!sought.every((word) => head.includes(word) || body.includes(word))) continue;
    ranked.push([sought.filter((word) => head.includes(word)).length, name]);
  }
  ranked.sort((a, b) => b[0] - a[0]);
  return { names: ranked.map(([, name]) => name), says: "" };
}

// --- buttons of single pages

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-follow]");
  if (!button) return;
  try {
    await ask("follow", { path: button.dataset.follow });
    location.reload();
  } catch (error) {
    notice(error.message);
  }
});

document.getElementById("minutes")?.addEventListener("change", async (event) => {
  try {
    await ask("minutes", { minutes: Number(event.target.value) });
    location.reload();
  } catch (error) {
    notice(error.message);
  }
});

document.getElementById("begin-interview")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    await ask("interview/begin", { ...Object.fromEntries(form), minutes: Number(form.get("minutes")) });
    location.reload();
  } catch (error) {
    notice(error.message);
  }
});

document.getElementById("end-interview")?.addEventListener("click", async (event) => {
  event.target.disabled = true;
  event.target.textContent = "Grading ...";
  try {
    await ask("interview/end");
    location.reload();
  } catch (error) {
    notice(error.message);
    event.target.disabled = false;
  }
});
