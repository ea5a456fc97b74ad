// The desk's behaviour: filters, linking of text and facts, decisions. Nothing is requested but from this address.
"use strict";

const token = document.querySelector("meta[name=token]").content;
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// ---- the list ----------------------------------------------------------------------------------------------------
function filterStudies() {
  const words = $("#find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const status = $("#status").value, unexplained = $("#unexplained").checked;
  let shown = 0;
  for (const row of $$(".studies tbody tr")) {
    const text = row.textContent.toLowerCase();
    const fits = words.every((word) => text.includes(word)) && (!status || row.dataset.status === status)
      && (!unexplained || Number(row.dataset.unexplained) > 0);
    row.classList.toggle("hidden", !fits);
    shown += fits;
  }
  $("#count").value = `${shown} ${shown === 1 ? "study" : "studies"}`;
}
if ($("#find")) {
  for (const name of ["#find", "#status", "#unexplained"]) $(name).addEventListener("input", filterStudies);
  $(".filter").addEventListener("submit", (event) => event.preventDefault());
  filterStudies();
}

// ---- text and facts ----------------------------------------------------------------------------------------------
const refs = () => $$(".right [data-ref]").filter((one) => one.offsetParent !== null);
const segmentsOf = (ref) => $$("#text [data-refs]").filter((one) => one.dataset.refs.split(" ").includes(ref));

function light(ref, scroll) {
  for (const one of $$(".on")) one.classList.remove("on");
  if (!ref) return;
  const card = $(`.right [data-ref="${CSS.escape(ref)}"]`);
  const inText = segmentsOf(ref).length ? segmentsOf(ref) : $$(`#text [data-node="${CSS.escape(ref)}"]`);
  for (const one of [card, ...inText]) one?.classList.add("on");
  if (scroll) inText[0]?.scrollIntoView({ block: "center" });
}

function go(ref) {
  const card = $(`.right [data-ref="${CSS.escape(ref)}"]`);
  if (!card) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  light(ref, true);
}

const current = () => document.activeElement?.closest?.("[data-ref]") ?? $(".right .on");

function step(by, only) {
  const cards = refs().filter(only ?? (() => true));
  if (!cards.length) return;
  const all = refs(), here = all.indexOf(current());
  let next;
  if (by > 0) next = cards.find((one) => all.indexOf(one) > here) ?? cards[0];
  else next = cards.filter((one) => all.indexOf(one) < here).pop() ?? cards[cards.length - 1];
  go(next.dataset.ref);
}

function smallest(segment) {
  // of several facts under the pointer, the one with the least text is meant
  const length = (ref) => segmentsOf(ref).reduce((sum, one) => sum + one.textContent.length, 0);
  return segment.dataset.refs.split(" ").filter((ref) => !/\.q\d+$/.test(ref))
    .sort((a, b) => length(a) - length(b))[0] ?? segment.dataset.node;
}

document.addEventListener("mouseover", (event) => {
  const segment = event.target.closest?.("#text [data-refs], #text [data-node]");
  const card = event.target.closest?.(".right [data-ref]");
  if (segment?.dataset.refs) light(smallest(segment), false);
  else if (card) light(card.dataset.ref, false);
});
document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.(".right [data-ref]");
  if (card) light(card.dataset.ref, event.target === card);
});
document.addEventListener("click", (event) => {
  const segment = event.target.closest("#text [data-node]");
  if (segment && getSelection().isCollapsed) go(segment.dataset.refs ? smallest(segment) : segment.dataset.node);
  const button = event.target.closest("button[data-do]");
  if (button) act(button.dataset.do, button.closest("[data-ref]"), button.dataset.of);
});
document.addEventListener("input", (event) => {
  if (event.target.id === "show") showOnly();
});
function showOnly() {
  const show = $("#show").value;
  for (const node of $$(".right .node")) {
    const fits = (one) => show === "unsure" ? one.classList.contains("unsure")
      : one.classList.contains("criterion") && !one.classList.contains("decided");
    node.classList.toggle("hidden", Boolean(show) && ![node, ...$$(".node", node)].some(fits));
  }
}

// ---- selection ---------------------------------------------------------------------------------------------------
function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !$("#text")?.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const segment = (range.startContainer.nodeType === 3 ? range.startContainer.parentElement : range.startContainer)
    .closest("[data-start]");
  if (!segment) return null;
  const text = range.toString(), before = segment.textContent.slice(0, range.startOffset);
  const lead = text.length - text.trimStart().length;
  // the record's places count code points, not UTF-16 units
  const start = Number(segment.dataset.start) + [...before].length + [...text.slice(0, lead)].length;
  let node = null;
  for (const one of $$(".right .node[data-start]")) {
    if (Number(one.dataset.start) <= start && (!node || Number(one.dataset.start) >= Number(node.dataset.start))) node = one;
  }
  return { text: text.trim(), start, node: node?.dataset.node };
}

// ---- decisions ---------------------------------------------------------------------------------------------------
const study = () => location.pathname.split("/")[2];

function say(words) {
  const said = $("#said");
  said.textContent = words;
  said.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { said.hidden = true; }, 6000);
}

async function send(decision) {
  const answer = await fetch(`/study/${study()}/decisions`, {
    method: "POST", headers: { "content-type": "application/json", "x-desk-token": token }, body: JSON.stringify(decision),
  }).catch(() => null);
  if (!answer) return "not saved: the desk does not answer; is it still running?";
  const said = await answer.json().catch(() => ({ error: `not saved: ${answer.status}` }));
  return answer.ok ? null : said.error;
}

async function refresh(ref) {
  const places = [".left", ".right"].map((name) => $(name).scrollTop), show = $("#show").value;
  const page = await (await fetch(location.pathname)).text();
  const made = new DOMParser().parseFromString(page, "text/html");
  $("#main").replaceWith(made.querySelector("#main"));
  $("#show").value = show;
  showOnly();
  [".left", ".right"].forEach((name, i) => { $(name).scrollTop = places[i]; });
  const card = ref && ($(`.right [data-ref="${CSS.escape(ref)}"]`) ?? $(`.right [data-ref="${CSS.escape(ref.replace(/\.[tdx]\d+$/, ""))}"]`));
  if (card) { card.focus({ preventScroll: true }); light(card.dataset.ref, false); }
}

async function decide(decision, ref, words) {
  const error = await send(decision);
  if (error) { say(error); if (!/^not saved/.test(error)) await refresh(ref); return; }
  await refresh(ref);
  say(words);
}

const aboutOf = (card) => card.dataset.kind
  ? { fact: card.dataset.ref, seen: card.dataset.seen } : { node: card.dataset.ref, seen: card.dataset.seen };

function act(what, card, of) {
  if (what === "undo") return decide({ do: "undo", of }, card?.dataset.ref, "taken back");
  if (what === "undo-last") {
    const last = $(".history [data-entry]");
    return last ? decide({ do: "undo", of: last.dataset.entry }, current()?.dataset.ref, "taken back") : say("nothing to undo");
  }
  if (what === "add") {
    const chosen = selected();
    const node = chosen?.node ?? card?.closest("[data-node]")?.dataset.node;
    const home = node && $(`.right .item[data-ref="${CSS.escape(node)}"]`);
    return home ? openForm("add", home, chosen) : say("choose an item, or select words of the text");
  }
  if (!card || card.classList.contains("unexplained")) return say("choose a fact or item first");
  const isFact = Boolean(card.dataset.kind), ref = card.dataset.ref;
  if (what === "accept") return decide({ do: "accept", ...aboutOf(card) }, ref, "accepted");
  if (what === "note") return openForm("note", isFact ? $(".item", card.closest(".node")) : card);
  if (!isFact) return say("choose a fact first");
  if (what === "reject") return decide({ do: "reject", ...aboutOf(card) }, ref, "rejected; u takes it back");
  return openForm("set", card);
}

// ---- the form ----------------------------------------------------------------------------------------------------
const titles = { set: "Correct", add: "Add a fact", note: "Note" };
let open = null;

function shown(form, what, kind) {
  for (const field of $$(".for", form)) {
    const list = field.classList;
    field.classList.toggle("shown", list.contains(what) || (what !== "note" && list.contains(kind)));
  }
}

function openForm(what, card, chosen) {
  const dialog = $("#edit"), form = $("form", dialog), values = card.dataset.form ? JSON.parse(card.dataset.form) : {};
  form.reset();
  open = { what, card, start: chosen?.start ?? null, text: chosen?.text };
  $("#edit-title").textContent = `${titles[what]}: ${card.dataset.seen.slice(0, 90)}`;
  $(".error", form).hidden = true;
  for (const [name, value] of Object.entries(values)) {
    if (name === "low" || name === "high") {
      form.elements[name].value = value ? value.value : "";
      form.elements[`${name}.inclusive`].checked = value ? value.inclusive : true;
    } else form.elements[name].value = value ?? "";
  }
  if (chosen) form.elements.text.value = chosen.text;
  shown(form, what, what === "add" ? form.elements.kind.value : card.dataset.kind);
  dialog.showModal();
  const first = what === "set" ? (card.dataset.kind === "exception" ? "effect" : form.elements.low.value ? "low" : "high") : "text";
  form.elements[first].focus();
  form.elements[first].select?.();
}

function bound(form, name) {
  const given = form.elements[name].value.trim();
  if (!given) return null;
  const value = /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : given;
  return { value, inclusive: form.elements[`${name}.inclusive`].checked };
}

function decisionOf(form) {
  const { what, card, start, text } = open, field = (name) => form.elements[name].value.trim();
  if (what === "note") return { do: "note", ...aboutOf(card), text: field("text") };
  const kind = what === "add" ? field("kind") : card.dataset.kind;
  const made = { do: what, ...aboutOf(card), why: field("why") || null, fields: {} };
  if (what === "add") Object.assign(made, { kind, text: field("text"), start: field("text") === text ? start : null });
  if (kind === "exception") made.fields.effect = field("effect");
  else {
    made.fields.low = bound(form, "low");
    made.fields.high = bound(form, "high");
    made.fields.unit = field("unit") || (what === "set" && JSON.parse(card.dataset.form).unit === null ? null : kind === "time" ? null : "");
    if (kind === "time") Object.assign(made, { anchor: field("anchor") });
    else Object.assign(made, { measure: field("measure"), condition: field("condition") });
    if (kind === "time") Object.assign(made.fields, { relation: field("relation"), "anchor.id": field("anchor.id") });
    else Object.assign(made.fields, { reference: field("reference") || null, "measure.id": field("measure.id") });
  }
  return made;
}

document.addEventListener("submit", async (event) => {
  if (!event.target.closest("#edit")) return;
  event.preventDefault();
  const form = event.target, error = await send(decisionOf(form));
  if (error) {
    $(".error", form).textContent = error;
    $(".error", form).hidden = false;
    return;
  }
  $("#edit").close();
  await refresh(open.card.dataset.ref);
  say("saved");
});
document.addEventListener("change", (event) => {
  if (event.target.name === "kind") shown(event.target.form, "add", event.target.value);
});
document.addEventListener("click", (event) => {
  if (event.target.value === "cancel") $("#edit").close();
});

// ---- keys --------------------------------------------------------------------------------------------------------
const unsureCard = (one) => one.classList.contains("unexplained")
  || (one.classList.contains("item") && one.parentElement.matches(".unsure:not(.decided)"));
const keys = {
  j: () => step(1), k: () => step(-1), n: () => step(1, unsureCard), ArrowDown: () => step(1), ArrowUp: () => step(-1),
  a: () => act("accept", current()), e: () => act("set", current()), r: () => act("reject", current()),
  s: () => act("add", current()), m: () => act("note", current()), u: () => act("undo-last"),
  l: () => { location.href = $("header nav a").href; },
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea, dialog")) return;
  if (!$("#text") || !keys[event.key]) return;
  const writes = "aersmu".includes(event.key);
  if (writes && !token) return;
  if (event.key.startsWith("Arrow") && !event.target.closest(".right")) return;
  event.preventDefault();
  keys[event.key]();
});
