// An attempt in a browser that runs scripts: answers are saved when they are chosen, kept on this device while there is no connection, and
// the clock goes by the server's time. Without this the page's own forms do the same, more slowly.

/** @typedef {import("aieh").components["schemas"]["SavedResponsesResponse"]} Saved */
/** @typedef {import("aieh").components["schemas"]["ClientSignal"]} Signal */

const retryAfter = [1, 2, 4, 8, 15];
const patience = 10_000;

/** @param {string} id */
const find = id => /** @type {HTMLElement} */ (document.getElementById(id));
const take = () => find("take");
const attempt = take().dataset.attempt ?? "";
const address = `/take/${attempt}`;
const isAdaptive = take().dataset.adaptive !== undefined;
/** Of what counts for nothing, nothing is told but the answers. */
const sendsSignals = take().dataset.signals !== undefined;
const store = `aieh-answers-${attempt}`;

/** Answers that the service does not have yet, by item. @type {Map<string, string>} */
const pending = new Map(JSON.parse(localStorage.getItem(store) ?? "[]"));
/** Answers given on this device since the page was loaded, by item. @type {Map<string, string>} */
const given = new Map(pending);
/** Numbers of items that were answered or flagged since the page was loaded. @type {Map<string, boolean>} */
const answered = new Map();
/** @type {Map<string, boolean>} */
const flagged = new Map();
/** Pages that were loaded ahead, by address. @type {Map<string, string>} */
const ahead = new Map();
const tabs = new BroadcastChannel(store);

// The clock: the server's time when the page was made, and what has passed since by a clock that nobody sets.
let serverTime = 0;
let readAt = 0;
let expiresAt = 0;
/** The warning that was given last, in minutes. */
let told = Infinity;
let warnFrom = 5;
let isOver = false;

/** @param {string} server @param {string} expires */
function setClock(server, expires) {
  serverTime = Date.parse(server);
  readAt = performance.now();
  expiresAt = Date.parse(expires);
}

const left = () => expiresAt - serverTime - (performance.now() - readAt);

function tick() {
  const rest = Math.max(0, left());
  const seconds = Math.ceil(rest / 1000);
  const shown = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const place = find("left");
  place.textContent = (place.dataset.minutes ?? "{0}").replace("{0}", shown);
  const minutes = Math.ceil(seconds / 60);
  place.parentElement?.classList.toggle("soon", minutes <= warnFrom);
  if ([10, 5, 1].includes(minutes) && minutes < told && seconds <= minutes * 60) {
    told = minutes;
    say("soon", shown);
  }

  if (rest > 0 || isOver) return;
  isOver = true;
  say("over");
  // What the service says decides; a moment later, so that its clock has come there too.
  setTimeout(() => location.assign(address), 1500);
}

/** @param {"saved" | "saving" | "kept" | "failed" | "absent" | "soon" | "over"} state @param {string} [value] */
function say(state, value = "") {
  const place = find("state");
  const text = (place.dataset[state] ?? "").replace("{0}", value);
  if (place.textContent !== text) place.textContent = text;
  place.className = `state ${state}`;
}

function keep() {
  if (pending.size === 0) localStorage.removeItem(store);
  else localStorage.setItem(store, JSON.stringify([...pending]));
}

/** What is being sent. @type {Promise<boolean> | undefined} */
let saving;
let failures = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retry;

/** Sends what waits; true when nothing waits any more. Whoever asks while it is sent waits for the end of that. */
const flush = () => (saving ??= sendPending().finally(() => (saving = undefined)));

/** The oldest first. @returns {Promise<boolean>} */
async function sendPending() {
  clearTimeout(retry);
  for (let next = first(); next !== undefined; next = first()) {
    const [item, option] = next;
    say("saving");
    const form = new FormData();
    form.set("item", item);
    form.set("option", option);
    form.set("seconds", secondsOf(item));
    if (!(await send(form))) return false;
    if (pending.get(item) === option) pending.delete(item);
    keep();
  }

  failures = 0;
  if (find("state").classList.contains("saving") || find("state").classList.contains("kept")) say("saved");
  return true;
}

/** @returns {[string, string] | undefined} */
const first = () => pending.entries().next().value;

/** Sends a form of this attempt; false when it has to be sent again later, or cannot be. @param {FormData} form */
async function send(form) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(`${address}/answer`, {
      method: "POST",
      body: form,
      headers: { Accept: "application/json", "X-Form-Token": token() },
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    later();
    return false;
  }

  if (response.ok) {
    if (failures > 0) note("reconnect");
    failures = 0;
    const saved = /** @type {Saved} */ (await response.json());
    setClock(saved.serverTime, saved.expiresAt);
    return true;
  }

  if (response.status === 429 || response.status >= 500) later();
  // It has been submitted or its time is over: the page says so.
  else if (response.status === 409) location.assign(address);
  else say("failed");
  return false;
}

function later() {
  say("kept");
  const seconds = retryAfter[Math.min(failures++, retryAfter.length - 1)] ?? 15;
  clearTimeout(retry);
  retry = setTimeout(flush, seconds * 1000);
}

const token = () => /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=form-token]"))?.value ?? "";

/** @param {string} item @param {string} option */
function choose(item, option) {
  pending.delete(item);
  pending.set(item, option);
  given.set(item, option);
  keep();
  tabs.postMessage({ item, option });
  flush();
}

/** Milliseconds for which items were in view on this device, by item. @type {Map<string, number>} */
const seen = new Map();
let seenFrom = performance.now();

/** The item that is shown; undefined where none is. */
function shownItem() {
  const item = /** @type {HTMLFormElement | null} */ (document.getElementById("answer"))?.elements.namedItem("item");
  return item instanceof HTMLInputElement ? item.value : undefined;
}

/** Counts the time since it was counted last for the item that is shown. @param {boolean} wasInView */
function count(wasInView) {
  const [item, now] = [shownItem(), performance.now()];
  if (item !== undefined && wasInView) seen.set(item, (seen.get(item) ?? 0) + now - seenFrom);
  seenFrom = now;
}

/** @param {string} item */
function secondsOf(item) {
  count(!document.hidden);
  return ((seen.get(item) ?? 0) / 1000).toFixed(1);
}

/** What has happened and is not told yet. @type {Signal[]} */
const signals = [];
const mostSignals = 50;
let tellFrom = 0;

/** @param {Signal["kind"]} kind @param {number} [seconds] */
function note(kind, seconds) {
  if (!sendsSignals || signals.length >= mostSignals) return;
  /** @type {Signal} */
  const signal = { kind, at: new Date(serverTime + performance.now() - readAt).toISOString() };
  const item = shownItem();
  if (item !== undefined) signal.item = item;
  if (seconds !== undefined) signal.seconds = Math.round(seconds * 10) / 10;
  signals.push(signal);
}

/** Tells what has happened; what cannot be told is left, and nothing waits for it. */
async function tell() {
  if (signals.length === 0 || performance.now() < tellFrom) return;
  const told = signals.splice(0);
  const form = new FormData();
  form.set("signals", JSON.stringify({ signals: told }));
  try {
    const response = await fetch(`${address}/signals`, {
      method: "POST", body: form, keepalive: true, headers: { Accept: "application/json", "X-Form-Token": token() },
    });
    if (response.status !== 429 && response.status < 500) return;
    tellFrom = performance.now() + 1000 * Number(response.headers.get("Retry-After") ?? 60);
  } catch {
    // As after a refusal: with the next.
  }

  signals.unshift(...told.slice(0, mostSignals - signals.length));
}

/** The page as it is once what has happened on this device is written into it. */
function complete() {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("answer"));
  const item = form?.elements.namedItem("item");
  if (item instanceof HTMLInputElement && !isAdaptive) {
    const option = given.get(item.value);
    for (const radio of form?.querySelectorAll("input[type=radio]") ?? []) {
      if (radio instanceof HTMLInputElement && option !== undefined) radio.checked = radio.value === option;
    }
  }

  for (const [number, is] of answered) mark(number, "answered", is);
  for (const [number, is] of flagged) {
    mark(number, "flagged", is);
    const flag = form?.elements.namedItem("flag");
    if (flag instanceof HTMLInputElement && take().dataset.number === number) flag.checked = is;
  }
}

/** @param {string} number @param {"answered" | "flagged"} what @param {boolean} is */
function mark(number, what, is) {
  const button = document.querySelector(`.overview button[value="${number}"]`);
  button?.toggleAttribute(`data-${what}`, is);
}

/** @param {string} path */
async function load(path) {
  const response = await fetch(path, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(patience) });
  if (!response.ok || response.redirected) throw new Error("elsewhere");
  return response.text();
}

/** The address of what is shown. */
let shown = location.pathname + location.search;
// By its number, so that going back or loading again leads to the same item, and not to the next one without an answer.
if (!isAdaptive && take().dataset.number !== undefined) {
  shown = `${address}?q=${take().dataset.number}`;
  history.replaceState(null, "", shown);
  ahead.set(shown, document.documentElement.outerHTML);
}

/** Shows another page of the attempt in place of this one. @param {string} path @param {boolean} isNew */
async function go(path, isNew = true) {
  let html = ahead.get(path);
  if (html === undefined) {
    try {
      html = await load(path);
    } catch (error) {
      if (error instanceof Error && error.message === "elsewhere") location.assign(path);
      else say("absent");
      return;
    }
  }

  const next = new DOMParser().parseFromString(html, "text/html");
  const part = next.getElementById("take");
  if (part === null) {
    location.assign(path);
    return;
  }

  // What is always in view stays: it is not read out once more.
  const head = document.querySelector(".take-head");
  count(!document.hidden);
  take().replaceWith(document.adoptNode(part));
  if (head !== null) document.querySelector(".take-head")?.replaceWith(head);
  document.title = next.title;
  shown = path;
  if (isNew) history.pushState(null, "", path);
  complete();
  tick();
  (document.getElementById("question") ?? find("position")).focus();
  window.scrollTo(0, 0);
  prefetch();
}

/** @param {string} where */
const pathOf = where => (where === "review" ? `${address}/review` : where === "" ? address : `${address}?q=${where}`);

let isAhead = false;

/** Loads the other items one after the other, so that a lost connection stops nobody. */
async function prefetch() {
  if (isAhead || isAdaptive) return;
  isAhead = true;
  const count = Number(take().dataset.count);
  const from = Number(take().dataset.number ?? 1);
  for (let i = 1; i < count; i++) {
    const path = pathOf(String(((from - 1 + i) % count) + 1));
    if (ahead.has(path)) continue;
    await new Promise(resolve => setTimeout(resolve, 150));
    try {
      ahead.set(path, await load(path));
    } catch {
      break;
    }
  }

  isAhead = false;
}

document.addEventListener("change", event => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.form?.id !== "answer") return;
  const number = take().dataset.number ?? "";
  if (input.name === "option" && !isAdaptive) {
    const item = input.form.elements.namedItem("item");
    answered.set(number, true);
    mark(number, "answered", true);
    if (item instanceof HTMLInputElement) choose(item.value, input.value);
  } else if (input.name === "flag") {
    flagged.set(number, input.checked);
    mark(number, "flagged", input.checked);
    const form = new FormData();
    form.set("number", number);
    if (input.checked) form.set("flag", "on");
    // A flag is a note and no answer: where it is lost, the page's own form sends it with the next answer.
    fetch(`${address}/answer`, {
      method: "POST", body: form, headers: { Accept: "application/json", "X-Form-Token": token() },
    }).catch(() => {});
  }
});

document.addEventListener("submit", async event => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  if (form.id === "submission") {
    // What waits goes first: after the submission nothing is taken.
    await tell();
    if (await flush()) form.submit();
    return;
  }

  const submitter = event instanceof SubmitEvent ? event.submitter : null;
  const where = submitter instanceof HTMLButtonElement ? submitter.value : "";
  if (isAdaptive) {
    const data = new FormData(form);
    const [item, option] = [String(data.get("item")), data.get("option")];
    if (option !== null) {
      pending.set(item, String(option));
      keep();
    }

    if (await flush()) await go(pathOf(where));
    return;
  }

  if (where === "review") await flush();
  await go(pathOf(where));
});

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
  const question = document.getElementById("question");
  if (question === null || !question.contains(document.activeElement)) return;
  const radio = question.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!(radio instanceof HTMLInputElement)) return;
  radio.focus();
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
});

// Also of a link within the page, which leads to no other.
window.addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) go(location.pathname + location.search, false);
});
window.addEventListener("online", () => flush());
document.addEventListener("copy", () => note("copy"));
document.addEventListener("paste", () => note("paste"));
window.addEventListener("beforeunload", event => {
  if (pending.size > 0) event.preventDefault();
});
tabs.addEventListener("message", event => {
  const { item, option } = /** @type {{ item: string, option: string }} */ (event.data);
  given.set(item, option);
  complete();
});
let hiddenAt = performance.now();
document.addEventListener("visibilitychange", async () => {
  count(document.hidden);
  if (document.hidden) {
    hiddenAt = performance.now();
    note("tab-hidden");
    tell();
    return;
  }

  note("tab-shown", (performance.now() - hiddenAt) / 1000);
  // A clock that stood while the device slept is set anew.
  try {
    const next = new DOMParser().parseFromString(await load(location.pathname + location.search), "text/html").getElementById("take");
    if (next !== null) setClock(next.dataset.serverTime ?? "", next.dataset.expires ?? "");
  } catch {
    if (navigator.onLine) location.reload();
  }
});

setClock(take().dataset.serverTime ?? "", take().dataset.expires ?? "");
// What holds without a script.
find("state").textContent = "";
complete();
// A short form is not in its last minutes from the start.
told = Math.ceil(left() / 60_000);
if (told <= 10) warnFrom = 1;
for (const time of document.querySelectorAll(".clock time")) {
  if (!(time instanceof HTMLTimeElement)) continue;
  time.textContent = new Date(time.dateTime).toLocaleTimeString(navigator.language, { hour: "2-digit", minute: "2-digit" });
}
tick();
setInterval(tick, 1000);
setInterval(tell, 10_000);
if (pending.size > 0) flush();
prefetch();
