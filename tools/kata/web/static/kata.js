// The page of a kata: the editor and its file, checks, what is asked for beside them.

import { ask, base, notice, onKey, recall, remember } from "./app.js";
import { makeEditor } from "./codemirror.js";

const SAVE_AFTER = 300; // milliseconds without a change
const page = document.getElementById("kata");
const name = page.dataset.name;
const byId = (id) => document.getElementById(id);
const of = (action) => `katas/${name}/${action}`;

// What stands in the file, as far as this page knows: its text and fingerprint, empty where there is none.
const file = { text: null, known: "" };
let editor = null;
let saving = null; // the request that is under way
let timer = 0;
let conflict = null; // what stands on disk, while that and the editor differ
let seen = 0; // when the server last looked at the file, of all that this page has heard of: messages overtake one another
let late = null; // what was told while the page was saving
let connected = false;

// --- the file

function unsaved() {
  return editor !== null && file.text !== editor.read();
}

function showSaved() {
  byId("saved").textContent = conflict ? "not saved" : unsaved() ? (connected ? "saving ..." : "not saved: the server doesn't answer") : file.known ? "saved" : "not begun";
}

function take({ text, known, at }) {
  file.text = text;
  file.known = known;
  seen = Math.max(seen, at);
}

/** Save what stands in the editor, if it isn't saved; true when the file holds it. */
async function save() {
  clearTimeout(timer);
  if (saving) await saving;
  if (conflict) return false;
  if (!unsaved()) return file.known !== "";
  const text = editor.read();
  saving = ask(of("save"), { text, known: file.known })
    .then(({ known, at }) => {
      take({ text, known, at });
      page.dataset.begun = "1";
      byId("begin").hidden = page.dataset.review === "";
      return true;
    })
    .catch((error) => {
      if (error.said?.conflict) late = error.said;
      else notice(error.message);
      return false;
    })
    .finally(() => {
      saving = null;
      if (late) meet(late);
      late = null;
      showSaved();
    });
  const done = await saving;
  if (done && unsaved()) saveSoon();
  return done;
}

function saveSoon() {
  clearTimeout(timer);
  timer = setTimeout(save, SAVE_AFTER);
  showSaved();
}

/** What stands on disk, as the server tells. Nothing that was typed here is lost by it. */
function meet(disk) {
  if (disk.at < seen) return;
  if (saving && disk.known !== file.known) {
    late = disk;
    return;
  }
  if (disk.text === null) {
    if (!file.known) {
      if (!disk.absent) notice(disk.why); // else it isn't begun
      return;
    }
    // Gone, or no text any more: what is here is all that there is.
    file.known = "";
    file.text = null;
    notice(`${disk.why ?? "The file is gone."} What stands in the editor is written anew when you change it or check.`);
  } else if (disk.known !== file.known) {
    if (editor.read() === disk.text) take(disk);
    else if (unsaved()) conflict = disk;
    else {
      take(disk);
      editor.replace(disk.text);
      conflict = null;
      notice("");
    }
  }
  showConflict();
  showSaved();
}

function showConflict() {
  const box = byId("conflict");
  box.hidden = conflict === null;
  if (!conflict) return;
  box.querySelector("p").textContent = "The file was changed by another program while you were typing here. Nothing is overwritten before you choose.";
  box.querySelector("pre").textContent = conflict.text ?? "";
}

byId("conflict").addEventListener("click", async (event) => {
  const choice = event.target.dataset.conflict;
  if (!choice || !conflict) return;
  try {
    const now = await ask(of("keep"), { text: editor.read(), known: conflict.known, mine: choice === "mine" });
    conflict = null;
    take(now);
    if (choice === "disk") editor.replace(now.text);
    notice(now.kept ? `The other text is kept: ${now.kept}` : "", "note");
  } catch (error) {
    notice(error.message);
  }
  showConflict();
  showSaved();
  editor.focus();
});

addEventListener("beforeunload", (event) => {
  if (unsaved() && (file.known || file.text !== null)) event.preventDefault();
});

// --- what the server tells

function listen() {
  const address = new URL(`${base}live/${name}`, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  socket.addEventListener("open", () => {
    if (!connected) notice("");
    connected = true;
    seen = 0; // another server counts anew
  });
  socket.addEventListener("message", (event) => {
    const told = JSON.parse(event.data);
    if (told.type === "file") {
      meet(told);
      if (unsaved() && !conflict && file.known) saveSoon();
    } else if (told.type === "progress") byId("progress").textContent = `Checking: ${told.done} of ${told.of} tests`;
  });
  socket.addEventListener("close", () => {
    if (connected) notice("The server has ended, or can't be reached. What you type stays in this page until it answers again; `kata web` starts it.");
    connected = false;
    showSaved();
    setTimeout(listen, 1000);
  });
}

// --- checks

let checking = false;
const running = new Set(); // checks and calls that the server works on, or soon will

/** Save, and ask for what takes its time; null when nothing could be saved, `stopped` when the button ended it. */
async function run(action, sent) {
  const mine = { stopping: false };
  running.add(mine);
  byId("stop").hidden = false;
  try {
    if (!(await begun())) return null;
    return mine.stopping ? { stopped: "It was stopped before it was sent." } : await ask(of(action), sent);
  } finally {
    running.delete(mine);
    if (!running.size) {
      if (document.activeElement === byId("stop")) editor.focus(); // what is hidden hears no keys
      byId("stop").hidden = true;
    }
  }
}

async function stop() {
  const those = [...running];
  for (const one of those) one.stopping = true;
  // What was sent may reach the server after this does.
  while (those.some((one) => running.has(one))) {
    await ask(of("stop"));
    await new Promise((later) => setTimeout(later, 50));
  }
}

async function check() {
  if (checking) return;
  checking = true;
  byId("check").disabled = true;
  byId("progress").textContent = "Checking ...";
  try {
    const said = await run("check");
    if (!said) byId("progress").textContent = "";
    else if (said.stopped) byId("progress").textContent = "Stopped; nothing was recorded.";
    else {
      byId("verdict").innerHTML = said.html; // made of a template by the server, all that came from elsewhere escaped
      byId("progress").textContent = "";
      byId("verdict").dataset.checked = String(Number(byId("verdict").dataset.checked ?? 0) + 1);
      byId("verdict").scrollIntoView({ block: "nearest" });
    }
  } catch (error) {
    byId("progress").textContent = "";
    notice(error.message);
  } finally {
    checking = false;
    byId("check").disabled = false;
  }
}

/** Begin the kata if that wasn't done, and save; true when the file holds what stands in the editor. */
async function begun() {
  if (!file.known && !unsaved()) await begin();
  return (await save()) || (file.known !== "" && !unsaved());
}

async function begin() {
  if (page.dataset.review === "quiz") return show("quiz");
  const said = await ask(of("begin"), { review: page.dataset.review });
  page.dataset.review = "";
  page.dataset.begun = "1";
  byId("begin").hidden = true;
  take(said);
  if (said.text !== null) editor.replace(said.text);
  const part = said.part ? `Write ${said.part} again. ` : "";
  if (said.kept) notice(`${part}Your earlier work is kept: ${said.kept}`, "note");
  showSaved();
  editor.focus();
}

byId("begin").addEventListener("click", () => begin().catch((error) => notice(error.message)));
byId("check").addEventListener("click", check);
byId("stop").addEventListener("click", () => stop().catch((error) => notice(error.message)));

byId("try").addEventListener("submit", async (event) => {
  event.preventDefault();
  const call = byId("call").value;
  if (!call.trim()) return;
  byId("trial").textContent = "Running ...";
  try {
    const said = await run("try", { call });
    if (!said) byId("trial").textContent = "";
    else if (said.stopped) byId("trial").textContent = "Stopped.";
    else byId("trial").innerHTML = said.html;
  } catch (error) {
    byId("trial").textContent = error.message;
  }
});

// --- hints, solution, history

const open = {
  hint: (more) => ask(of("hint"), more),
  solution: (more) => ask(of("solution"), more),
  history: (more) => ask(of("history"), more),
  notes: (more) => ask(of("notes"), more),
  quiz: ({ answer }) => ask(of("quiz"), { answers: (answers = answer ? [...answers, answer] : []) }),
};
let answers = []; // to the questions of a quiz

async function show(panel, more = {}) {
  try {
    const { html } = await open[panel](more);
    byId("panel").innerHTML = html;
    byId("panel").dataset.shows = panel;
  } catch (error) {
    const said = document.createElement("p");
    said.className = "note";
    said.textContent = error.message;
    byId("panel").replaceChildren(said);
    if (panel === "solution" && error.status === 409) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.giveUp = "";
      button.textContent = "Give up and see the solution";
      byId("panel").append(button);
    }
    byId("panel").dataset.shows = "refusal";
  }
  byId("panel").scrollIntoView({ block: "nearest" });
  byId("panel").focus({ preventScroll: true });
}

page.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { panel, answer, version, restore, again, seed, choice, aside, remove } = button.dataset;
  if (panel) show(panel);
  else if ("giveUp" in button.dataset) show("solution", { give_up: true });
  else if (answer) show("solution", { answer });
  else if (remove) show("notes", { remove: Number(remove) });
  else if (choice) show("quiz", { answer: choice });
  else if (aside) {
    await ask(of("aside"), { known: aside === "known", days: aside === "snooze" ? 7 : null }).catch((error) => notice(error.message));
    location.reload();
  } else if (version) show("history", { number: Number(version) });
  else if (again) await callAgain(again, seed);
  else if (restore) await bringBack("restore", { number: Number(restore) });
  else if (button.id === "reset") await bringBack("reset", {});
});

page.addEventListener("submit", (event) => {
  if (event.target.id !== "note") return;
  event.preventDefault();
  show("notes", { text: byId("note-text").value });
});

/** Put the failing call of a test into the console. */
async function callAgain(test, seed) {
  try {
    const { call } = await ask(of("again"), { test, seed });
    if (call) byId("call").value = call;
  } catch (error) {
    notice(error.message);
  }
  byId("call").focus();
  byId("call").scrollIntoView({ block: "nearest" });
}

async function bringBack(action, sent) {
  if (unsaved()) await save();
  try {
    const now = await ask(of(action), sent);
    take(now);
    if (now.text !== null) editor.replace(now.text);
    notice(now.kept ? `What was there is kept: ${now.kept}` : "That is what stands in the file.", "note");
  } catch (error) {
    notice(error.message);
  }
  showSaved();
}

// --- the editor

const vim = byId("vim");
vim.checked = recall("vim") === "1";
editor = makeEditor({
  parent: byId("editor"),
  text: byId("stub").content.textContent,
  label: "Your answer, Python",
  nonce: document.documentElement.dataset.nonce,
  vim: vim.checked,
  onChange: saveSoon,
  onCheck: check,
});
file.text = editor.read();
vim.addEventListener("change", () => {
  remember("vim", vim.checked ? "1" : "");
  editor.useVim(vim.checked);
  editor.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !editor.hasFocus()) check();
  if (event.key === "Escape" && editor.hasFocus() && (event.shiftKey || !vim.checked)) byId("check").focus();
});
onKey("e", () => editor.focus());
onKey("x", () => byId("stop").click());
onKey("t", () => byId("call").focus());
onKey("h", () => show("hint"));
onKey("s", () => show("solution"));
onKey("y", () => show("history"));
onKey("o", () => show("notes"));
showSaved();
listen();
ask(of("warm")).catch(() => {}); // a check says what is wrong
page.dataset.ready = "1";
