// The review screen. A decision is shown as made only after the server has it on its disk; what is typed is kept in
// this browser until then. The server renders all HTML, escaped; nothing here builds any from text.

import { selectedSpan, WordCursor } from "./selection.js";

const DEAF = 1000; // milliseconds in which single keys are taken for the rest of a text that has just gone
const POLL = 1500; // milliseconds between two looks at what others did; a hidden tab looks a tenth as often
const ENDED = "This session has ended. Stop and start iqtibas serve for a new link: every decision is kept, and so is what you typed here.";
const SILENT = "The server does not answer. Nothing is lost: decisions that were shown as saved are on its disk, and what you type is kept here.";
const policy = globalThis.trustedTypes?.createPolicy("iqtibas", { createHTML: (html) => html });
const drafts = storage();
const $ = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const csrf = $("meta[name=csrf]").content;
const work = $("#work");
const rows = $("#rows");
const mine = new Set(); // versions of decisions made here
const seen = new Map(); // by statement, the version that this page has shown, or made
const { base } = document.body.dataset; // of all addresses but those of our own files
let version = Number(document.body.dataset.version);
let cursor = null;
let queue = Promise.resolve(); // one request after the other
let busy = 0; // how many wait or run
let waiting = []; // keys that came meanwhile: they act on what the ones before them did
let deaf = 0; // until then keys do nothing: what they were typed into is gone

const item = () => $("#item");
const reader = () => $("#text");
const key = () => item()?.dataset.key;
const isTyping = (at) => at.matches("input, select, textarea");
const row = (of) => $(`li[data-key="${of}"]`, rows);

/** Where this browser keeps words; nowhere if it was told not to keep any. */
function storage() {
  try {
    return globalThis.localStorage ?? { getItem: () => null, setItem() {}, removeItem() {} };
  } catch {
    return { getItem: () => null, setItem() {}, removeItem() {} };
  }
}

function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content;
}

function say(words) {
  $("#said").textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { $("#said").textContent = ""; }, 6000);
}

/** Show what went wrong beside the statement, with a button for the way out. */
function trouble(words, label, act) {
  const place = $("#trouble");
  if (!place) return say(words);
  const text = document.createElement("p");
  text.textContent = words;
  place.replaceChildren(text);
  if (label) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    place.append(button);
  }
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
}

// ---- Talking to the server

async function ask(path, body) {
  const headers = { accept: "application/json" };
  if (body) Object.assign(headers, { "content-type": "application/json", "x-iqtibas-csrf": csrf });
  let answer;
  try {
    answer = await fetch(base + path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), cache: "no-store" });
  } catch {
    throw new Error(SILENT);
  }
  if (answer.status === 401) throw new Error(ENDED);
  return answer;
}

/** Run one piece of work after those before it; what it throws is told to the user. */
function inTurn(act) {
  busy += 1;
  queue = queue.then(act).catch((error) => trouble(`Not saved. ${error.message}`)).then(() => {
    busy -= 1;
    while (!busy && waiting.length) press(waiting.shift());
  });
  return queue;
}

/** Show a statement. focus: where to put it; without it, it stays where it is, with the caret in what is being typed. */
async function open(of, { push = true, focus } = {}) {
  const answer = await ask(`/items/${of}/part`);
  if (!answer.ok) throw new Error((await answer.json()).problem);
  show(await answer.text(), focus);
  const address = `${base}/items/${of}`;
  if (push && location.pathname !== address) history.pushState(null, "", address);
}

function show(html, focus) {
  const left = document.activeElement;
  const place = isTyping(left) && !work.contains(left) ? "" : focus ?? focused();
  if (focus && isTyping(left) && work.contains(left)) deaf = performance.now() + DEAF;
  const { selectionStart, selectionEnd } = left;
  const before = key();
  work.replaceChildren(fragment(html));
  cursor = null;
  prepare();
  if (key() !== before) work.scrollIntoView({ block: "start" });
  const at = place && ($(place) ?? work);
  if (!at) return;
  at.focus({ preventScroll: true });
  if (!focus && at.matches("textarea")) at.setSelectionRange(selectionStart, selectionEnd);
}

/** Where the focus is, as a selector that finds it again after the statement was rendered anew. */
function focused() {
  const at = document.activeElement;
  if (!work.contains(at) || at === work) return at === work || at === document.body ? "#work" : "";
  if (at.id) return `#${at.id}`;
  const { do: does, label } = at.dataset;
  return does ? `#item [data-do="${does}"]${label ? `[data-label="${label}"]` : ""}` : "#work";
}

/** Log a change to the statement that is shown; `after` says where to go, if not to stay. */
function decide(change, after) {
  const of = key();
  if (!of) return queue;
  return inTurn(async () => {
    const answer = await ask(`/items/${of}/decisions`, { ...change, base: seen.get(of) });
    const told = await answer.json();
    if (answer.status === 409) return conflict(of, change, after, told);
    if (!answer.ok) return trouble(`Not saved: ${told.problem ?? "the change was not understood"}.`);
    if (change.action === "translate") forget(of, `e${change.segment[0]}`, change.english);
    if (change.action === "note") forget(of, "note", change.note);
    noteSaved(told);
    await (after ? after(of) : open(of, { push: false }));
    return say(`Saved: ${told.said} (statement ${told.place}).${after && key() === of ? " Nothing open is left here." : ""}`);
  });
}

function noteSaved(told) {
  mine.add(told.version);
  seen.set(told.key, told.version);
  if (told.version === version + 1) version = told.version; // otherwise the next poll brings what lies between
  replaceRow(told.key, told.row);
}

async function conflict(of, change, after, told) {
  await open(of, { push: false, focus: "#work" });
  const others = told.others.map((each) => `${each.reviewer} ${each.said} at ${each.at}`).join("; ");
  trouble(`Not saved, because ${others || told.problem}. You see it now.`, "Save mine all the same", () => decide({ ...change, was: undefined }, after));
}

function revert(action) {
  return inTurn(async () => {
    const answer = await ask(`/${action}`, {});
    const told = await answer.json();
    if (!answer.ok) return trouble(`Nothing was changed: ${told.problem}.`);
    noteSaved(told);
    await open(told.key, { focus: told.key === key() ? undefined : "#work" });
    return say(`Saved: ${told.said} (statement ${told.place}).`);
  });
}

async function poll() {
  try {
    const answer = await ask(`/changes?since=${version}`);
    if (answer.status === 200) heard(await answer.json());
    if (document.body.classList.contains("silent")) {
      document.body.classList.remove("silent");
      $("#trouble")?.setAttribute("hidden", "");
      say("The server answers again.");
    }
  } catch (error) {
    if (!document.body.classList.contains("silent")) trouble(error.message);
    document.body.classList.add("silent");
  }
  setTimeout(poll, document.hidden ? 10 * POLL : POLL);
}

function heard(news) {
  version = Math.max(version, news.version);
  news.rows.forEach((each) => replaceRow(each.key, each.row));
  const others = news.decisions.filter((each) => !mine.has(each.version));
  if (!others.length) return;
  const last = others.at(-1);
  say(`${last.reviewer} ${last.said} (statement ${last.place}).`);
  const here = others.filter((each) => each.key === key()).at(-1);
  if (!here) return;
  if (isBusy()) trouble(`${here.reviewer} ${here.said}.`, "Show it", () => inTurn(() => open(here.key, { push: false, focus: "#work" })));
  else inTurn(() => (key() === here.key ? open(here.key, { push: false }) : null));
}

/** Whether rendering the statement anew would take something from under the user's hands. */
function isBusy() {
  const span = reader() && selectedSpan(reader());
  return Boolean(span && span.start < span.end) || isTyping(document.activeElement);
}

// ---- The queue

function replaceRow(of, html) {
  const old = row(of);
  if (!old) return;
  const link = $("a", old);
  const had = document.activeElement === link;
  old.replaceWith(fragment(html));
  if (had) $("a", row(of)).focus();
  sift();
  mark();
}

/** Hide the rows that the filters leave out, and say how many are left. */
function sift() {
  const [words, status, verdict] = [$("#find").value.trim().toLocaleLowerCase(), $("#show").value, $("#label").value];
  let count = 0;
  for (const each of rows.children) {
    const fits = (!status || each.dataset.status === status) && (!verdict || each.dataset.verdict === verdict)
      && (!words || each.textContent.toLocaleLowerCase().includes(words));
    each.hidden = !fits;
    count += fits;
  }
  const open = all('li[data-status="open"]', rows).length;
  const total = rows.children.length;
  if ($("#count").textContent !== `${count} shown`) $("#count").textContent = `${count} shown`;
  $("#progress").value = total - open;
  $("#decided").textContent = `${total - open} of ${total} decided`;
}

/** Mark the row of the statement that is shown: of all rows, Tab reaches this one. */
function mark() {
  for (const link of all("a[aria-current], a[tabindex='0']", rows)) {
    link.removeAttribute("aria-current");
    link.tabIndex = -1;
  }
  const link = row(key())?.querySelector("a") ?? $("a", rows);
  if (!link) return;
  link.tabIndex = 0;
  if (row(key())) link.setAttribute("aria-current", "true");
}

/** The next row in a direction from a statement on, of those that are shown and fit. */
function near(of, step, fits = () => true) {
  let at = row(of);
  while (at) {
    at = step > 0 ? at.nextElementSibling : at.previousElementSibling;
    if (at && !at.hidden && fits(at)) return at;
  }
  return null;
}

function go(step) {
  return inTurn(() => {
    const next = near(key(), step);
    if (!next) return say(step > 0 ? "This is the last statement shown." : "This is the first statement shown.");
    return open(next.dataset.key, { focus: "#work" });
  });
}

/** To the next open statement after one, from the top again where none is left below. */
function onwards(of) {
  const isOpen = (each) => each.dataset.status === "open";
  const next = near(of, 1, isOpen) ?? [...rows.children].find((each) => !each.hidden && isOpen(each));
  return next ? open(next.dataset.key, { focus: "#work" }) : open(of, { push: false, focus: "#work" });
}

// ---- The rendering

const spans = () => item().dataset.spans.split(" ").filter(Boolean).map((pair) => pair.split(",").map(Number));

function selected() {
  const span = selectedSpan(reader());
  return span && span.start < span.end ? [span.start, span.end] : null;
}

function link(more) {
  const span = selected();
  if (!span) return trouble("Select the Arabic words first, with the mouse or with t and the arrow keys.");
  return decide({ action: "link", spans: more ? [...spans(), span] : [span] });
}

function split() {
  const cut = selectedSpan(reader());
  const parts = cut ? spans().flatMap(([a, b]) => (cut.end < a || cut.start > b ? [[a, b]] : [[a, Math.max(a, cut.start)], [Math.min(b, cut.end), b]])) : [];
  const left = parts.filter(([a, b]) => a < b);
  if (!cut || JSON.stringify(left) === JSON.stringify(spans())) {
    return trouble("Put the cursor into the rendering, or select what does not belong to it.");
  }
  if (!left.length) return trouble("Nothing of the rendering would be left.");
  return decide({ action: "split", spans: left });
}

function merge() {
  const own = spans();
  if (own.length < 2) return trouble("The rendering is in one piece already.");
  return decide({ action: "merge", spans: [[own[0][0], own.at(-1)[1]]] });
}

// ---- What is typed

const draftName = (of, field) => `iqtibas ${of} ${field}`;
const fieldOf = (form) => ("note" in form.dataset ? "note" : `e${form.dataset.segment.split(",")[0]}`);

/** Drop a draft that was saved; not what was typed after that. */
function forget(of, field, words) {
  if (drafts.getItem(draftName(of, field)) === words) drafts.removeItem(draftName(of, field));
}

function keepDraft(form) {
  const words = $("textarea", form).value;
  const changed = words !== form.dataset.was;
  if (changed) drafts.setItem(draftName(key(), fieldOf(form)), words);
  else drafts.removeItem(draftName(key(), fieldOf(form)));
  $(".draft", form).hidden = !changed;
}

function save(form) {
  const words = $("textarea", form).value;
  if (words === form.dataset.was) return say("Nothing was changed.");
  if ("note" in form.dataset) return decide({ action: "note", note: words });
  const segment = form.dataset.segment.split(",").map(Number);
  return decide({ action: "translate", segment, english: words, was: form.dataset.was });
}

/** After a statement was rendered: bring back drafts, bring the rendering into view, mark the row. */
function prepare() {
  mark();
  if (!item()) return;
  seen.set(key(), Number(item().dataset.version));
  for (const form of all("form.edit")) {
    const draft = drafts.getItem(draftName(key(), fieldOf(form)));
    if (draft !== null && draft !== form.dataset.was) $("textarea", form).value = draft;
    keepDraft(form);
  }
  const here = $("mark.here", reader());
  if (here) reader().scrollTop = here.offsetTop - reader().offsetTop - reader().clientHeight / 3;
  const list = $(".queue");
  const at = row(key())?.getBoundingClientRect();
  const box = list.getBoundingClientRect();
  if (at && (at.top < box.top || at.bottom > box.bottom)) list.scrollTop += at.top - box.top - box.height / 3;
}

// ---- Keys and buttons

/** Log an action that leads to a status, unless it is there already. */
function become(status, action, after) {
  if (item().dataset.status === status) return say(`The statement is ${status} already.`);
  return decide({ action }, after);
}

function judge(verdict) {
  if (item().dataset.verdict === verdict) return say(`The verdict is ${verdict} already.`);
  if (!spans().length && verdict !== "missing") return trouble("There is no rendering to judge. Select it in the article and link it first.");
  return decide({ action: "verdict", verdict });
}

function accept() {
  if (!item().dataset.verdict) return trouble("The rendering has no verdict yet. Choose one: faithful, altered, or partial.");
  return become("accepted", "accept", onwards);
}

const ACTS = {
  accept,
  reject: () => become("rejected", "reject", onwards),
  reopen: () => become("open", "reopen"),
  verdict: (button) => judge(button.dataset.label),
  choose: (button) => decide({ action: "link", spans: [[Number(button.dataset.start), Number(button.dataset.end)]] }),
  link: () => link(false),
  add: () => link(true),
  split, merge,
  undo: () => revert("undo"),
  redo: () => revert("redo"),
  keys: () => $("#keys").showModal(),
};
const KEYS = {
  a: ACTS.accept, r: ACTS.reject, o: ACTS.reopen, l: ACTS.link, p: ACTS.add, s: split, m: merge, u: ACTS.undo, y: ACTS.redo,
  j: () => go(1), k: () => go(-1), t: () => reader().focus(), n: () => $("#note").focus(), "?": ACTS.keys,
  e: () => ($("#english-1") ? $("#english-1").focus() : say("No English sentence belongs to this rendering.")),
  "/": () => $("#find").focus(),
};
["faithful", "altered", "partial", "missing"].forEach((label, at) => { KEYS[at + 1] = () => judge(label); });

function typed(event) {
  const at = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return at.form?.requestSubmit();
  if (event.key === "Escape") return work.focus();
  return undefined;
}

/** Arrow keys in the article take words, in the queue they go from row to row. */
function moved(event) {
  const at = event.target;
  if (at === reader()) {
    cursor ??= new WordCursor(reader(), spans().map(([start]) => ({ start }))[0]);
    if (event.key === "Enter") link(false);
    else if (!cursor.press(event.key, event.shiftKey)) return false;
    return true;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !rows.contains(at)) return false;
  const next = near(at.closest("li").dataset.key, step);
  if (next) $("a", next).focus();
  return true;
}

/** Do what a single key says. What comes behind one that begins a text was meant for the text, and is dropped. */
function press(name) {
  const act = item() && KEYS[name];
  if (!act) return;
  act();
  if (isTyping(document.activeElement)) waiting = [];
}

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (isTyping(at)) return typed(event);
  if (event.ctrlKey || event.metaKey || event.altKey || $("#keys").open) return undefined;
  if (moved(event)) return event.preventDefault();
  if (!$("#single-keys").checked || !(event.key in KEYS) || event.repeat || performance.now() < deaf) return undefined;
  event.preventDefault();
  return busy ? waiting.push(event.key) : press(event.key);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) return ACTS[button.dataset.do](button);
  const link = event.target.closest("#rows a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return undefined;
  event.preventDefault();
  return inTurn(() => open(link.closest("li").dataset.key, { focus: "#work" }));
});

document.addEventListener("mousedown", (event) => {
  // A button must not take the selection away that it is about.
  if (event.target.closest("[data-do]")) event.preventDefault();
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.edit")) return;
  event.preventDefault();
  save(event.target);
});
document.addEventListener("input", (event) => {
  if (event.target.matches("form.edit textarea")) keepDraft(event.target.form);
  if (event.target.matches("#find, #show, #label")) sift();
  if (event.target.id === "single-keys") drafts.setItem("iqtibas single-keys", event.target.checked ? "on" : "off");
});
document.addEventListener("selectionchange", () => {
  const span = reader() && selectedSpan(reader());
  const words = span && span.start < span.end ? `${span.end - span.start} characters selected` : "";
  if ($("#selected") && $("#selected").textContent !== words) $("#selected").textContent = words;
});
addEventListener("popstate", () => {
  const of = location.pathname.slice(base.length).split("/")[2] ?? rows.firstElementChild?.dataset.key;
  if (of) inTurn(() => open(of, { push: false, focus: "#work" }));
});

$("#single-keys").checked = drafts.getItem("iqtibas single-keys") !== "off";
if (!matchMedia("(min-width: 62rem)").matches) $(".queue details").open = false;
sift();
prepare();
setTimeout(poll, POLL);
